// Before the first paint: the theme that was chosen on this device, if it was.
try {
  const theme = localStorage.getItem('track.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // storage can be forbidden; then the system's theme stands
}
