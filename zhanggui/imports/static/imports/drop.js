// Files dropped on a [data-drop] label go into its input; their names are shown.
document.querySelectorAll("[data-drop]").forEach((zone) => {
  const input = zone.querySelector("input[type=file]");
  const names = zone.querySelector("[data-drop-names]");
  const show = () => {
    names.textContent = [...input.files].map((file) => file.name).join("、") || names.dataset.empty;
  };
  names.dataset.empty = names.textContent;
  input.addEventListener("change", show);
  for (const event of ["dragenter", "dragover"]) {
    zone.addEventListener(event, (e) => {
      e.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (e) => {
    e.preventDefault();
    zone.classList.remove("over");
    input.files = e.dataTransfer.files;
    show();
  });
  input.addEventListener("focus", () => zone.classList.add("over"));
  input.addEventListener("blur", () => zone.classList.remove("over"));
});
