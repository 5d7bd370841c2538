// Keys of a work list and of a case: J K X Enter N, G then a digit, / and ?.
const typing = (element) => element instanceof Element
  && element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

const list = () => document.querySelector("[data-list]");
const rows = () => [...(list()?.querySelectorAll("tbody tr:not(.grouphead)") ?? [])];
const current = () => list()?.querySelector("tr.at");

function goTo(row) {
  if (!row) return;
  const before = current();
  before?.classList.remove("at");
  before?.querySelector(".button.main")?.classList.remove("main");
  row.classList.add("at");
  row.querySelector(".pick")?.focus({ preventScroll: true });
  row.querySelector("td:last-child .button:not(.final)")?.classList.add("main");
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const here = all.indexOf(current());
  goTo(all[here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1)]);
  return true;
}

const follow = (element) => {
  if (!element) return false;
  element.click();
  return true;
};

// ---- selection
const picks = () => [...document.querySelectorAll(".pick")];
let asking;

export function refreshSelection() {
  const bar = document.getElementById("selection");
  if (!bar) return;
  const all = picks();
  const chosen = all.filter((pick) => pick.checked);
  for (const pick of all) pick.closest("tr").setAttribute("aria-selected", String(pick.checked));
  const whole = document.querySelector("[data-pick-all]");
  if (whole) {
    whole.checked = chosen.length > 0 && chosen.length === all.length;
    whole.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  bar.hidden = chosen.length === 0;
  const count = bar.querySelector("[data-count]");
  if (count.textContent === String(chosen.length)) return;
  count.textContent = String(chosen.length);
  askWhatCanBeDone(bar, chosen);
}

function askWhatCanBeDone(bar, chosen) {
  clearTimeout(asking);
  if (!bar.dataset.countHref || !chosen.length) return;
  asking = setTimeout(() => {
    const query = new URLSearchParams(chosen.map((pick) => ["pick", pick.value]));
    const joined = bar.dataset.countHref.includes("?") ? "&" : "?";
    window.htmx?.ajax("GET", `${bar.dataset.countHref}${joined}${query}`, { target: "#bulk-acts", swap: "innerHTML" });
  }, 250);
}

function pickAll(on) {
  for (const pick of picks()) pick.checked = on;
  refreshSelection();
}

let last;
document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element)) return;
  if (target.matches("[data-pick-all]")) pickAll(target.checked);
  if (target.closest("[data-unpick]")) pickAll(false);
  if (target.matches(".pick")) {
    if (event.shiftKey && last) {
      const all = picks();
      const [from, to] = [all.indexOf(last), all.indexOf(target)].sort((a, b) => a - b);
      for (const pick of all.slice(from, to + 1)) pick.checked = target.checked;
    }
    last = target;
    refreshSelection();
  }
});

// ---- keys
let afterG = false;

function act(key) {
  switch (key) {
    case "j": return step(1) || follow(document.querySelector("[data-next-case]"));
    case "k": return step(-1) || follow(document.querySelector("[data-previous-case]"));
    case "x": {
      const pick = current()?.querySelector(".pick");
      if (!pick) return false;
      pick.checked = !pick.checked;
      refreshSelection();
      return true;
    }
    case "n": return follow((current() ?? rows()[0])?.querySelector("td:last-child a, td:last-child button")
      ?? document.querySelector("[data-next]"));
    case "/": {
      const find = document.getElementById("find") ?? document.querySelector("input[type=search]");
      find?.focus();
      return Boolean(find);
    }
    case "?": document.getElementById("keys")?.showModal(); return true;
    default: return false;
  }
}

// Single keys can be switched off, for people who speak to their computer.
const OFF = "duixian-keys-off";
const isOff = () => localStorage.getItem(OFF) === "yes";

function pressed(event) {
  if (isOff() && event.key !== "Escape") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && !typing(event.target) && !document.querySelector(":popover-open, dialog[open]")) {
    pickAll(false);
    return;
  }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (afterG && /^[1-9]$/.test(key)) {
    afterG = false;
    if (follow(document.querySelector(`[data-go="${key}"]`))) event.preventDefault();
    return;
  }
  afterG = key === "g";
  if (event.key === "Enter") {
    const onRow = event.target === document.body || event.target.matches?.(".pick, main");
    const href = onRow && current()?.dataset.open;
    if (href) {
      event.preventDefault();
      window.location.assign(href);
    }
    return;
  }
  if (act(key)) event.preventDefault();
}

export function listenToKeys() {
  document.addEventListener("keydown", pressed);
  const off = document.querySelector("[data-keys-off]");
  if (off) {
    off.checked = isOff();
    off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "yes" : "no"));
  }
  refreshSelection();
}
