// The entry sheet: keyboard-wedge scanners type a number and press Enter. The box always has the next scan.
const box = () => document.querySelector("#scan");
let audio;

// One short tone a verdict: high for good, middle for "now the waybill", low and long for trouble.
function beep(verdict) {
  const tone = { good: [880, 0.08], wait: [660, 0.05], bad: [220, 0.35] }[verdict];
  if (!tone) return;
  audio ??= new AudioContext();
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  gain.gain.value = 0.08;
  oscillator.frequency.value = tone[0];
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start();
  oscillator.stop(audio.currentTime + tone[1]);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (event.target.id === "scan" && !event.target.value.trim().includes("\n")) {
    event.preventDefault();
    if (event.target.value.trim()) event.target.form.requestSubmit();
  } else if (event.target.matches("[data-number]")) {
    // Down the column: the next row's box, then back to the scan box.
    event.preventDefault();
    const all = [...document.querySelectorAll("[data-number]")];
    const next = all[all.indexOf(event.target) + 1];
    window.nextNumber = next ? next.id : "scan";
    event.target.blur();
    if (!next || document.activeElement === document.body) document.getElementById(window.nextNumber)?.focus();
  }
});

// A pasted table goes on the sheet at once.
document.addEventListener("paste", (event) => {
  if (event.target.id !== "scan") return;
  const text = event.clipboardData.getData("text");
  if (text.trim().includes("\n")) setTimeout(() => event.target.form.requestSubmit());
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful || !event.target.matches("[data-scan]")) return;
  box().value = "";
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "entry-sheet") return;
  const sheet = document.querySelector("#entry-sheet");
  const from = event.detail.requestConfig?.elt;
  if (from?.matches("[data-scan]")) beep(sheet.dataset.sound);
  const wanted = from?.matches("[data-number], select") ? document.getElementById(window.nextNumber || "") : box();
  window.nextNumber = "";
  if (wanted && (document.activeElement === document.body || wanted === box())) wanted.focus();
});
