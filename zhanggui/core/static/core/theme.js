// Before the first paint: light, dark, or as the device says. The choice is a cookie, so that the server knows it too.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const paint = () => {
    const choice = root.dataset.theme;
    root.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    root.dispatchEvent(new CustomEvent("theme"));
  };
  window.setTheme = (choice) => {
    document.cookie = `theme=${choice};path=/;max-age=31536000;samesite=lax`;
    root.dataset.theme = choice;
    paint();
  };
  dark.addEventListener("change", paint);
  paint();
})();
