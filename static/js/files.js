/* Pages with a file field only: a file that is too large is told beside its field before it is
   sent, so that what was typed stays. The server checks the same. */
(() => {
  "use strict";
  const doc = document;
  const fault = ({ files, dataset }) => {
    const sizes = [...files].map(({ size }) => size);
    if (sizes.some((size) => size > +dataset.most)) return dataset.mostWords;
    const all = sizes.reduce((sum, size) => sum + size, 0);
    return all > +(dataset.all || dataset.most) ? dataset.allWords || dataset.mostWords : "";
  };
  const check = (input) => {
    const box = input.closest(".field");
    const id = input.id + "_large";
    const says = fault(input);
    const before = doc.getElementById(id);
    box.classList.toggle("bad", Boolean(says));
    if (before?.textContent === says) return says;
    before?.remove();
    input.removeAttribute("aria-invalid");
    if (!says) return says;
    /* What an earlier answer of the server said is about another file. */
    box.querySelectorAll(".field-error").forEach((old) => old.remove());
    const alert = Object.assign(doc.createElement("p"), { id, className: "field-error", role: "alert", textContent: says });
    input.before(alert);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", id);
    return says;
  };
  doc.querySelectorAll("input[type=file][data-most]").forEach((input) => {
    input.addEventListener("change", () => check(input));
    input.form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || !check(input)) return;
      event.preventDefault();
      input.focus();
    });
  });
})();
