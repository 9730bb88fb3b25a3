// The desk's own script: keys that press what a page shows, and manners for htmx.
// Nothing needs it: each key stands for a button or a link that is there without it.
"use strict";

(() => {
  const SWITCH = "detente-keys";
  const TYPED_IN = "input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]";

  const keysAreOn = () => localStorage.getItem(SWITCH) !== "off";

  const setUp = () => {
    document.documentElement.classList.add("scripted");
    document.documentElement.classList.toggle("without-keys", !keysAreOn());
    for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = keysAreOn();
    for (const one of document.querySelectorAll("[data-key]")) {
      one.setAttribute("aria-keyshortcuts", one.dataset.key);
    }
  };

  const press = (found) => {
    if (found.matches(TYPED_IN)) found.focus();
    else found.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches(TYPED_IN)) event.target.blur();
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (!keysAreOn() || event.target.closest(TYPED_IN)) return;
    const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!found) return;
    event.preventDefault();
    press(found);
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-switch]")) return;
    localStorage.setItem(SWITCH, event.target.checked ? "on" : "off");
    setUp();
  });

  // A button that was pressed is not pressed twice while its answer is under way.
  const forget = () => {
    for (const one of document.querySelectorAll("form[data-sent]")) delete one.dataset.sent;
  };
  const sendOnce = (event) => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else event.target.dataset.sent = "1";
  };
  document.addEventListener("submit", sendOnce, true);
  document.addEventListener("htmx:afterRequest", forget);
  window.addEventListener("pageshow", forget);

  // A link to what is folded unfolds it, each time.
  const unfold = (hash) => {
    const named = hash.length > 1 && document.getElementById(hash.slice(1));
    const fold = named && named.closest("details");
    if (fold && !fold.open) {
      fold.open = true;
      named.scrollIntoView();
    }
  };
  window.addEventListener("hashchange", () => unfold(location.hash));
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) unfold(link.hash);
  });

  // On paper nothing is folded.
  const folded = new Set();
  window.addEventListener("beforeprint", () => {
    const today = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
    for (const one of document.querySelectorAll("[data-printed]")) one.textContent = `printed ${today}; `;
    for (const one of document.querySelectorAll("details.block:not([open]), details.rests:not([open])")) {
      folded.add(one);
      one.open = true;
    }
  });
  window.addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
    folded.clear();
  });

  // htmx asks for pages as a browser does, so that refusals are pages, too; they are shown as such.
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers.Accept = "text/html";
  });
  document.addEventListener("htmx:afterSettle", () => {
    setUp();
    const item = document.getElementById("item");
    if (item && document.activeElement === document.body) item.focus({ preventScroll: true });
  });

  const begin = () => {
    setUp();
    unfold(location.hash);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
