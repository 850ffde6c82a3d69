// Runs before the first paint, so that a remembered dark theme does not flash white.
(() => {
  try {
    const theme = localStorage.getItem("qinda.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // storage is forbidden in this browser: the system's theme counts
  }
})();
