// Single keys, the focus after a part of the page changed, and small aids. Every page works without it.
// A page declares:  data-key="Digit1"    a button, link or field that a key presses (KeyboardEvent.code, or "?")
//                   data-go="KeyR"       a link that opens after G
//                   data-rows            a list whose rows ([data-row]) J, K and the arrows walk through
//                   data-needs-reason    a button that waits for the field named by its form's data-reason
//                   data-names-switch    a button (hidden without script) that changes the script of names
//                   data-focus           where the focus goes when the page opens or the part was replaced
// <html data-keys="off"> switches all single keys off.
"use strict";
(() => {
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const shown = (element) => element && !element.disabled && element.getClientRects().length > 0;
  const inField = (element) => element instanceof Element
    && element.closest("input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select, [contenteditable]") !== null;
  let waitsForGo = 0;

  // On an Arabic layout no Latin letter is typed and on AZERTY digits need Shift: the place of the key counts, not its sign.
  const codeOf = (event) => {
    if (event.key === "?" || event.key === "؟") return "?";
    if (event.key === "/") return "Slash";
    return event.code.replace(/^Numpad(?=\d)/, "Digit");
  };

  const press = (element) => {
    if (inField(element)) { element.focus(); element.select?.(); return; }
    if (element.tagName === "SUMMARY") element.focus();
    element.click();
  };

  const rows = () => all("[data-rows] [data-row]").filter(shown);
  const handle = (row) => (row.matches("a, button") ? row : find("a, button", row)) ?? row;
  const walk = (step) => {
    const list = rows();
    if (list.length === 0) return false;
    const now = list.findIndex((row) => row.contains(document.activeElement));
    const next = now < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(now + step, 0), list.length - 1);
    handle(list[next]).focus();
    list[next].scrollIntoView({ block: "nearest" });
    return true;
  };

  const escape = () => {
    const open = document.activeElement?.closest("details[open]") ?? find("details.officer[open], details.menu-small[open], #keys[open]");
    if (open) { open.open = false; find("summary", open).focus(); return true; }
    if (inField(document.activeElement)) { document.activeElement.blur(); return true; }
    return false;
  };

  const pressed = (code) => {
    if (waitsForGo > Date.now()) {
      waitsForGo = 0;
      const link = all("[data-go]").find((item) => item.dataset.go === code);
      if (link) { link.click(); return true; }
    }
    if (code === "KeyG" && find("[data-go]")) { waitsForGo = Date.now() + 1500; return true; }
    if (code === "KeyJ") return walk(1);
    if (code === "KeyK") return walk(-1);
    const inRows = document.activeElement?.closest("[data-rows]");
    if (inRows && (code === "ArrowDown" || code === "ArrowUp")) return walk(code === "ArrowDown" ? 1 : -1);
    const target = all("[data-key]").find((item) => item.dataset.key === code && shown(item));
    if (!target) return false;
    press(target);
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.code === "Escape") { if (escape()) event.preventDefault(); return; }
    if (root.dataset.keys === "off" || inField(event.target) || event.repeat && !/^(Key[JK]|Arrow)/.test(event.code)) return;
    if (pressed(codeOf(event))) event.preventDefault();
  });

  // A judgement without a reason sends the focus to the reason; Enter there gives the judgement that was chosen, and
  // none where none was.
  let chosen = null;
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Enter" || event.isComposing || event.defaultPrevented) return;
    if (!chosen?.isConnected || event.target.id !== chosen.form?.dataset.reason || event.target.value.trim() === "") return;
    event.preventDefault();
    chosen.click();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-needs-reason]");
    const field = button && document.getElementById(button.form?.dataset.reason ?? "");
    if (!field || field.value.trim() !== "") return;
    event.preventDefault();
    chosen = button;
    field.setAttribute("aria-invalid", "true");
    field.focus();
    const said = find("[data-said]", button.form);
    if (said) said.textContent = said.dataset.said;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-names-switch]");
    if (!button) return;
    const turn = { both: "Latn", Latn: "Arab", Arab: "both" };
    for (const place of all("[data-names]")) place.dataset.names = turn[place.dataset.names] ?? "both";
  });

  // After a swap the focus is never lost: to data-focus, to the row with the same number, or to the changed heading.
  let rowBefore = -1;
  document.addEventListener("htmx:beforeSwap", () => {
    rowBefore = rows().findIndex((row) => row.contains(document.activeElement));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt ?? event.target;
    prepare(part.isConnected ? part : document);
    const wanted = part.matches?.("[data-focus]") ? part : find("[data-focus]", part);
    if (wanted) { wanted.focus(); return; }
    if (document.activeElement && document.activeElement !== document.body) return;
    const list = rows();
    if (rowBefore >= 0 && list.length > 0) { handle(list[Math.min(rowBefore, list.length - 1)]).focus(); return; }
    const heading = find("h1, h2, h3", part);
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  });

  // A node that does not answer is said in the page, once, in the page's own words.
  document.addEventListener("htmx:afterRequest", (event) => {
    const strip = document.getElementById("lost");
    const status = event.detail.xhr.status;
    if (strip) strip.hidden = status > 0 && status < 500;
  });
  document.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status === 401) location.reload(); });

  // Who writes for long is told to the node, each five minutes: else the session ends under what they write.
  let told = Date.now();
  document.addEventListener("input", () => {
    if (Date.now() - told < 300000 || !find("details.officer")) return;
    told = Date.now();
    fetch("/me/here", { headers: { "hx-request": "true" } }).catch(() => undefined);
  });

  // Counts live clocks down each half minute; their words and kinds come from the server at the next page.
  const tick = () => {
    for (const time of all("time[data-live]")) {
      const minutes = Math.trunc((Date.parse(time.dateTime) - Date.now()) / 60000);
      const whole = Math.abs(minutes);
      time.textContent = `${minutes < 0 ? "\u2212" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
      if (minutes < 0) time.closest(".clock")?.classList.replace("soon", "late");
    }
  };

  const prepare = (part) => {
    for (const button of all("[data-names-switch]", part)) button.hidden = false;
    tick();
  };
  document.addEventListener("click", (event) => {
    for (const open of all("details.officer[open]")) if (!open.contains(event.target)) open.open = false;
  });
  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    find("[data-focus]")?.focus();
    setInterval(tick, 30000);
  });
})();
