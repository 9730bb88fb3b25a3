# What detente writes, in base R: a table by quarter and a figure. Rscript project.R FOLDER
# FOLDER holds claims.csv (detente claims), events.csv (detente events), series.csv (detente plot).
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) {
  read.csv(file.path(folder, name), encoding = "UTF-8", na.strings = "", check.names = FALSE)
}

claims <- read("claims.csv")
events <- read("events.csv")
series <- read("series.csv")

# What happened, not what was planned, possible or denied.
done <- events[events$status == "actual" & !is.na(events$date_start), ]
done$quarter <- paste0(substr(done$date_start, 1, 4), " ", quarters(as.Date(done$date_start)))
done$kind <- ifelse(done$quad <= 2, "cooperation", "conflict")
counts <- table(done$quarter, factor(done$kind, c("cooperation", "conflict")))
table <- data.frame(quarter = rownames(counts), unclass(counts))
write.csv(table, file.path(folder, "by-quarter.csv"), row.names = FALSE, quote = FALSE)
print(table, row.names = FALSE)

both <- series[series$direction == "both", ]
both$start <- as.Date(both$start)
pdf(file.path(folder, "figure.pdf"), width = 7, height = 4)
plot(both$start, both$stock, type = "n", ylim = range(both$stock_low, both$stock_high),
     xlab = "", ylab = "stock, -10 hostile to 10 friendly")
polygon(c(both$start, rev(both$start)), c(both$stock_low, rev(both$stock_high)),
        col = "grey90", border = NA)
abline(h = 0, col = "grey60")
lines(both$start, both$stock, lwd = 2)
invisible(dev.off())

cat(nrow(claims), "claims,", nrow(events), "events,", nrow(done), "acts between the two\n")
