// Optional: when a reader opens "Check this story", brings in the check. Until then it costs nothing, and the section is of use without.
(() => {
  const section = document.querySelector('details.check-story');
  if (section === null) return;

  function begin() {
    if (!section.open) return;
    section.removeEventListener('toggle', begin);
    import(section.dataset.script);
  }

  section.addEventListener('toggle', begin);
  begin();
})();
