// The frame: menus, rail on the phone, search palette, help drawer, alerts, theme. Everything else is HTML and htmx.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

function toggleRail() {
  const rail = $("#rail");
  const open = rail.classList.toggle("open");
  $$(".rail-open").forEach((button) => button.setAttribute("aria-expanded", String(open)));
  $(".shade")?.remove();
  if (open) {
    const shade = document.createElement("button");
    shade.className = "shade";
    shade.type = "button";
    shade.dataset.rail = "";
    shade.setAttribute("aria-hidden", "true");
    shade.tabIndex = -1;
    rail.after(shade);
    $("a[href]", rail)?.focus();
  }
}

function openPalette() {
  const palette = $("#palette");
  if (!palette || palette.open) return;
  palette.showModal();
  $("input", palette).select();
}

async function openDrawer(url, title) {
  const drawer = $("#drawer");
  const answer = await fetch(url, { headers: { "HX-Request": "true", "HX-Target": "drawer-body" } });
  if (!answer.ok) { location.assign(url); return; }
  $("#drawer-body").innerHTML = await answer.text();
  htmx.process($("#drawer-body"));
  $("#drawer-title").textContent = title || $("#drawer-body h1")?.textContent || "";
  $("#drawer-link").href = url;
  if (!drawer.open) drawer.show();
  drawer.focus();
}

function pressTheme() {
  $$("[data-set-theme]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.setTheme === document.documentElement.dataset.theme)));
}

document.addEventListener("click", (event) => {
  const hit = (selector) => event.target.closest(selector);
  $$("details.menu[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  if (hit("[data-rail]")) { event.preventDefault(); toggleRail(); }
  else if (hit("[data-palette]")) openPalette();
  else if (hit("[data-drawer]") && !event.ctrlKey && !event.metaKey) { event.preventDefault(); openDrawer(hit("[data-drawer]").href, hit("[data-drawer]").dataset.drawer); }
  else if (hit("[data-close-drawer]")) $("#drawer").close();
  else if (hit("[data-close-alert]")) hit("[data-alert]").remove();
  else if (hit("[data-set-theme]")) { setTheme(hit("[data-set-theme]").dataset.setTheme); pressTheme(); }
  else if (hit("[data-print]")) print();
  else if (hit("[data-copy]")) navigator.clipboard?.writeText(hit("[data-copy]").dataset.copy);
  else if (event.target.id === "palette") $("#palette").close();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openPalette(); return; }
  if (event.key === "Escape") {
    $$("details.menu[open]").forEach((menu) => { menu.open = false; $("summary", menu).focus(); });
    if ($("#drawer")?.open) $("#drawer").close();
    if ($("#rail")?.classList.contains("open")) toggleRail();
  }
  if (event.target.closest("#palette")) movePalette(event);
  else if (event.key === "?" && !typing(event.target)) $(".bar [data-drawer]")?.click();
});

function movePalette(event) {
  const links = $$("#hits a");
  if (!links.length) return;
  const now = links.findIndex((link) => link.classList.contains("on"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = (now + (event.key === "ArrowDown" ? 1 : -1) + links.length) % links.length;
    links.forEach((link, index) => link.classList.toggle("on", index === next));
    links[next].scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter") {
    event.preventDefault();
    (links[now] ?? links[0]).click();
  }
}

// One click sends a form once; the button comes back when the page does (bfcache).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.target) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});
window.addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

// Lists say what they are about in the address: a filter that is empty is no filter.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.closest("form[data-lean]")) return;
  for (const [name, value] of Object.entries(event.detail.parameters)) if (value === "") delete event.detail.parameters[name];
});

document.addEventListener("change", (event) => { if (event.target.matches("[data-submit]")) event.target.form.requestSubmit(); });
$$("[data-alert].success").forEach((alert) => setTimeout(() => alert.remove(), 8000));
if (document.readyState !== "loading") pressTheme(); else document.addEventListener("DOMContentLoaded", pressTheme);
