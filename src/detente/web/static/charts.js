// Pictures that can be explored: pointed at, zoomed, followed. Without this script they are still
// there, with their points as links. Vega is fetched when somebody asks for it.
"use strict";

(() => {
  const VEGA = "/static/vendor/vega-embed.js";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let loading = null;

  const vega = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = VEGA;
      script.onload = () => resolve(window.vegaEmbed);
      script.onerror = () => {
        loading = null;
        reject(new Error("Vega could not be loaded"));
      };
      document.head.append(script);
    });
    return loading;
  };

  const address = (figure) =>
    `${figure.dataset.spec}${figure.dataset.spec.includes("?") ? "&" : "?"}links=true&theme=${dark.matches ? "dark" : "light"}`;

  const explore = async (figure, button) => {
    const drawn = figure.querySelector(".drawn");
    if (button.getAttribute("aria-pressed") === "true") {
      figure.querySelector(".explored").remove();
      drawn.hidden = false;
      button.setAttribute("aria-pressed", "false");
      return;
    }
    button.disabled = true;
    try {
      const embed = await vega();
      const found = await fetch(address(figure), { headers: { accept: "application/json" } });
      if (!found.ok) throw new Error(`the picture could not be fetched (${found.status})`);
      const place = document.createElement("div");
      place.className = "explored wide";
      drawn.after(place);
      await embed(place, await found.json(), {
        ast: true,
        actions: false,
        renderer: "canvas",
        defaultStyle: false,
        tooltip: { disableDefaultStyle: true },
      });
      drawn.hidden = true;
      button.setAttribute("aria-pressed", "true");
    } catch (error) {
      figure.querySelector(".explored")?.remove();
      button.after(Object.assign(document.createElement("span"), { textContent: ` ${error.message}` }));
    } finally {
      button.disabled = false;
    }
  };

  // On paper the drawing stands, whatever is explored on the screen.
  window.addEventListener("beforeprint", () => {
    for (const drawn of document.querySelectorAll(".drawn[hidden]")) {
      drawn.hidden = false;
      drawn.dataset.explored = "1";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const drawn of document.querySelectorAll("[data-explored]")) {
      drawn.hidden = true;
      delete drawn.dataset.explored;
    }
  });

  for (const figure of document.querySelectorAll("figure[data-spec]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet explore";
    button.textContent = "Explore";
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-label", `Explore: ${figure.querySelector("figcaption").textContent}`);
    button.addEventListener("click", () => explore(figure, button));
    figure.querySelector(".exports").prepend(button, " ");
  }
})();
