// A list: choosing rows, keys J K X Enter /, and what the foot bar says about the choice.
(() => {
  const one = (selector) => document.querySelector(selector);
  const rows = () => [...document.querySelectorAll("#list [data-row]")];
  const boxes = () => [...document.querySelectorAll('#list input[name="ids"]')];
  let at = -1;

  function money(fen) {
    return (fen / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }

  function tell() {
    const chosen = boxes().filter((box) => box.checked);
    boxes().forEach((box) => box.closest("tr").classList.toggle("picked", box.checked));
    const shown = one("[data-chosen]");
    if (!shown) return;
    shown.hidden = chosen.length === 0;
    one("[data-chosen-count]").textContent = String(chosen.length);
    const total = one("[data-chosen-total]");
    if (total) total.textContent = money(chosen.reduce((sum, box) => sum + Number(box.dataset.total), 0));
    document.querySelectorAll("[data-bulk]").forEach((button) => { button.disabled = chosen.length === 0; });
    const all = one("[data-pick-all]");
    all.checked = chosen.length > 0 && chosen.length === boxes().length;
    all.indeterminate = chosen.length > 0 && !all.checked;
    one('#list-form input[name="all"]').value = "0";
    const found = one("[data-pick-found]");
    if (found) found.hidden = !all.checked;
  }

  function move(step) {
    const all = rows();
    if (!all.length) return;
    all[at]?.classList.remove("on");
    at = Math.max(0, Math.min(all.length - 1, at + step));
    all[at].classList.add("on");
    all[at].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) boxes().forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches('[data-pick-all], #list input[name="ids"]')) tell();
  });

  document.addEventListener("click", (event) => {
    const found = event.target.closest("[data-pick-found]");
    if (found) {
      one('#list-form input[name="all"]').value = "1";
      one("[data-chosen-count]").textContent = found.textContent.replace(/[^\d,+]/g, "");
      found.hidden = true;
    }
    // A click on the empty part of a row opens it, as its link does.
    const row = event.target.closest("[data-row][data-url]");
    if (row && !event.target.closest("a, button, input, label, summary, .pick") && !getSelection().toString()) location.assign(row.dataset.url);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-columns]")) return;
    const names = [...form.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value);
    form.elements.cols.value = names.join(",");
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x") rows()[at]?.querySelector('input[name="ids"]')?.click();
    else if (key === "enter" && at >= 0 && !event.target.closest("a, button, summary, input")) { const url = rows()[at]?.dataset.url; if (url) location.assign(url); }
    else if (key === "/") { event.preventDefault(); one("#list-search")?.focus(); }
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.id !== "list") return;
    at = -1;
    tell();
    const search = one("#list-search");
    if (search) { search.focus(); search.setSelectionRange(search.value.length, search.value.length); }
  });
  tell();
})();
