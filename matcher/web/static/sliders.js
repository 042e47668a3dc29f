// Shows the number of a slider while it is moved. Without this the page shows it when it is sent.
document.addEventListener("input", (event) => {
  const slider = event.target;
  const shown = slider.type === "range" && document.getElementById(`${slider.id}-now`);
  if (shown) shown.textContent = slider.value + slider.dataset.unit;
});
