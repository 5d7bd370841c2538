// Small behaviour every page shares. Pages work without it; it only saves steps.
import { listenToKeys, refreshSelection } from "./keyboard.js";

const closest = (event, selector) => event.target instanceof Element && event.target.closest(selector);

// ---- the worksheet behind a figure stands beside its mark
function placeBeside(sheet, mark) {
  if (window.matchMedia("(max-width: 760px)").matches) return;
  const room = 16;
  const at = (mark.closest(".ladder, .sums, section:not(.section), .field") ?? mark).getBoundingClientRect();
  const level = mark.getBoundingClientRect().top;
  const size = sheet.getBoundingClientRect();
  let left = at.right + 20;
  if (left + size.width > window.innerWidth - room) left = at.left - size.width - 20;
  if (left < room) left = Math.max(room, window.innerWidth - size.width - room);
  const top = Math.min(Math.max(level - 180, room), window.innerHeight - size.height - room);
  Object.assign(sheet.style, { left: `${left}px`, top: `${Math.max(top, room)}px`, right: "auto", bottom: "auto" });
}

document.addEventListener("toggle", (event) => {
  const sheet = event.target;
  if (!(sheet instanceof HTMLElement) || !sheet.matches(".sheet-of-basis")) return;
  const mark = document.querySelector(`[popovertarget="${sheet.id}"]`);
  const open = event.newState === "open";
  mark?.setAttribute("aria-expanded", String(open));
  if (!open || !mark) return;
  placeBeside(sheet, mark);
  sheet.querySelector("[data-close]")?.focus({ preventScroll: true });
}, true);

// ---- print one worksheet as an annex
function printOnly(sheet) {
  const annex = document.createElement("article");
  annex.className = "annex sheet-of-basis";
  const about = document.createElement("p");
  about.className = "quiet";
  about.textContent = document.title;
  annex.append(about, ...[...sheet.children].map((part) => part.cloneNode(true)));
  const notice = document.querySelector("[data-notice]");
  if (notice) annex.append(notice.cloneNode(true));
  document.body.append(annex);
  document.body.classList.add("prints-one");
  const done = () => {
    annex.remove();
    document.body.classList.remove("prints-one");
  };
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}

document.addEventListener("click", (event) => {
  const close = closest(event, "[data-close]");
  if (close) close.closest("[popover]")?.hidePopover();
  const print = closest(event, "[data-print]");
  if (print) printOnly(print.closest("[popover]"));
  if (closest(event, "[data-print-page]")) window.print();
  const dismiss = closest(event, "[data-dismiss]");
  if (dismiss) dismiss.closest(".toast")?.remove();
  if (closest(event, "[data-keys]")) document.getElementById("keys")?.showModal();
  const held = closest(event, '.button[aria-disabled="true"]');
  if (held && held.type === "submit") {
    event.preventDefault();
    document.getElementById("refusal")?.scrollIntoView({ block: "nearest" });
  }
  const option = closest(event, "[data-picker] [data-key]");
  if (option) choose(option);
});

// ---- reference fields
function choose(option) {
  const picker = option.closest("[data-picker]");
  const [key, words] = picker.querySelectorAll("input");
  key.value = option.dataset.key;
  words.value = option.dataset.label;
  words.setAttribute("aria-expanded", "false");
  picker.querySelector("ul").replaceChildren();
  words.focus();
  key.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const words = closest(event, "[data-picker] input[role=combobox]");
  if (words) words.previousElementSibling.value = "";
});

document.addEventListener("htmx:afterSwap", (event) => {
  const picker = event.target.closest?.("[data-picker]");
  if (picker) picker.querySelector("[role=combobox]").setAttribute("aria-expanded", "true");
  refreshSelection();
});

document.addEventListener("keydown", (event) => {
  const picker = closest(event, "[data-picker]");
  if (!picker || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
  event.preventDefault();
  const options = [...picker.querySelectorAll("[data-key]")];
  if (event.key === "Escape") {
    picker.querySelector("ul").replaceChildren();
    picker.querySelector("[role=combobox]").focus();
    return;
  }
  const here = options.indexOf(document.activeElement);
  const step = event.key === "ArrowDown" ? 1 : -1;
  options[Math.min(Math.max(here + step, 0), options.length - 1)]?.focus();
});

// ---- amounts get their separators when the field is left; anything unreadable stays as typed
document.addEventListener("focusout", (event) => {
  const field = closest(event, "[data-money]");
  if (!field) return;
  const plain = field.value.replace(/[,，\s]/g, "");
  if (/^\d+(\.\d{1,2})?$/.test(plain)) {
    const [whole, cents = ""] = plain.split(".");
    field.value = `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents.padEnd(2, "0")}`;
  }
});

// ---- a form is sent once; going back makes it usable again
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("change", (event) => {
  const select = closest(event, "select[data-submit]");
  if (select) select.form.requestSubmit();
});

// ---- a request that did not arrive says so; what was typed stays
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (event.detail?.xhr?.status === 422) return;
    const zone = document.getElementById("toasts");
    if (!zone || zone.querySelector("[data-unsent]")) return;
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.dataset.unsent = "yes";
    toast.textContent = document.documentElement.lang === "en"
      ? "The server did not answer. What you typed is still here; please try again."
      : "服务器没有应答，您填的都还在，请再试一次。";
    zone.append(toast);
    setTimeout(() => toast.remove(), 8000);
  });
}

listenToKeys();
