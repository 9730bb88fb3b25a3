"use strict";
const { columns, rows } = JSON.parse(document.getElementById("form").textContent);
const checker = document.getElementById("checker");
const done = document.getElementById("done");
const kept = `detente-form-${rows[0].id}`;
const guard = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const cell = (text) => (/[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

// An answer is what would be right, if that is written, else what is chosen.
function collect() {
  rows[0].checker = checker.value.trim();
  for (const part of document.querySelectorAll("[data-row]")) {
    const row = rows[part.dataset.row];
    for (const field of part.querySelectorAll("[data-column]")) {
      const ticked = field.type === "checkbox" ? (field.checked ? field.value : "") : field.value;
      row[field.dataset.column] = guard(ticked.trim());
    }
    for (const field of part.querySelectorAll("[data-value]")) {
      if (field.value.trim()) row[field.dataset.value] = guard(field.value.trim());
    }
  }
}

function tell() {
  const parts = [...document.querySelectorAll("article")];
  for (const part of parts) {
    part.classList.toggle("done", Boolean(rows[part.dataset.row].check_act));
  }
  const n = parts.filter((part) => part.classList.contains("done")).length;
  done.textContent = `${n} of ${parts.length} judged`;
}

function keep() {
  collect();
  tell();
  const values = [...fields()].map((one) => (one.type === "checkbox" ? one.checked : one.value));
  const lengths = buttons().map((one) => one.parentElement.children.length);
  try {
    localStorage.setItem(kept, JSON.stringify({ lengths, values }));
  } catch {
    done.textContent += "; this browser keeps nothing: save before you close it";
  }
}

// Another act that no claim tells: one more row behind those of its report.
function another(button) {
  const last = button.previousElementSibling;
  const index = rows.push({ ...rows[last.dataset.row] }) - 1;
  for (const name of columns) {
    if (name.startsWith("check_") || name === "note") rows[index][name] = "";
  }
  const more = last.cloneNode(true);
  more.dataset.row = index;
  for (const field of more.querySelectorAll("input")) field.value = "";
  button.before(more);
}

function buttons() {
  return [...document.querySelectorAll("button.another")];
}

function fields() {
  return document.querySelectorAll("input, select");
}

function restore() {
  try {
    const { lengths, values } = JSON.parse(localStorage.getItem(kept)) || {};
    if (!values) return;
    buttons().forEach((one, index) => {
      while (one.parentElement.children.length < lengths[index]) another(one);
    });
    fields().forEach((one, index) => {
      if (one.type === "checkbox") one.checked = values[index];
      else one.value = values[index];
    });
  } catch {
    return;
  }
}

function save() {
  keep();
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name] || ""))];
  const text = "\ufeff" + lines.map((line) => line.map(cell).join(",") + "\n").join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = `check${checker.value.trim() ? `-${checker.value.trim().replace(/[^\p{L}\d]+/gu, "-")}` : ""}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

document.addEventListener("input", keep);
document.getElementById("save").addEventListener("click", save);
for (const button of document.querySelectorAll("button.all")) {
  button.addEventListener("click", () => {
    for (const field of button.closest("article").querySelectorAll("select")) {
      if (!field.value) field.value = "y";
    }
    keep();
  });
}
for (const button of buttons()) {
  button.addEventListener("click", () => {
    another(button);
    keep();
  });
}
restore();
collect();
tell();
