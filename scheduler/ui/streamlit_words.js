// Says Streamlit's own words otherwise: {words: {said: wanted}, begins: [[start, end, wanted before, wanted after], …]}. Only texts and
// names that are just these words are touched, so that nothing of the school's is.
const ICON = "[data-testid=stIconMaterial]:not([aria-hidden])";
const NAMES = ["aria-label", "title", "placeholder", "alt"];

export default function (component) {
  const words = new Map(Object.entries(component.data.words));
  const begins = component.data.begins;

  function wanted(text) {
    const bare = text.trim();
    if (words.has(bare)) return words.get(bare);
    for (const [start, end, before, after] of begins)
      if (bare.startsWith(start) && bare.endsWith(end) && bare.length > start.length + end.length)
        return before + bare.slice(start.length, bare.length - end.length) + after;
    return null;
  }

  function name(element) {
    if (element.matches(ICON)) element.setAttribute("aria-hidden", "true"); // it is drawn from an English word
    for (const each of NAMES) {
      const said = element.getAttribute(each), found = said && wanted(said);
      if (found && found !== said) element.setAttribute(each, found);
    }
  }

  function text(node) {
    if (!node.nodeValue || node.parentElement?.closest(".stMarkdown, [data-testid=stIconMaterial], td, script, style")) return;
    const found = wanted(node.nodeValue);
    if (found && found !== node.nodeValue) node.nodeValue = found;
  }

  function visit(root) {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = root; node; node = walker.nextNode()) node.nodeType === Node.TEXT_NODE ? text(node) : name(node);
  }

  const watch = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") name(change.target);
      else if (change.type === "characterData") text(change.target);
      else change.addedNodes.forEach(visit);
    }
  });
  visit(document.body);
  watch.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: NAMES,
  });
  return () => watch.disconnect();
}
