// A sheet of a workbook as Excel shows it. What is typed goes into the line above it, which has the keyboard as long as a cell is
// chosen: so input methods work, and typing replaces what stands in the cell. Sends the state `edits`: those that the page has not
// answered yet, the latest last, each {number, sheet, cells: [[name, text], …]}; `data.taken` is the number of the last one answered,
// `data.focus` the cell to go to and `data.turn` the number of that wish.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".mend");
  root.edits = (root.edits || []).filter((each) => each.number > data.taken);
  const sameSheet = root.dataset.sheet === data.sheet;
  const scroll = sameSheet ? [root.pane?.scrollTop, root.pane?.scrollLeft] : [0, 0];
  const held = sameSheet ? root.dataset.at : "";
  const had = parentElement.activeElement === root.line && root.line;
  const typing = sameSheet && had && root.line.value !== root.before ? root.line.value : null;
  const called = root.dataset.turn !== String(data.turn);
  root.dataset.sheet = data.sheet;
  root.dataset.turn = String(data.turn);
  const cells = new Map();

  root.drawing = true; // a line that is taken away loses the keyboard: that is no end of typing
  root.replaceChildren(line(), pane());
  root.drawing = false;
  root.pane.scrollTop = scroll[0] || 0;
  root.pane.scrollLeft = scroll[1] || 0;
  for (const edit of root.edits) for (const [name, text] of edit.cells) show(name, text);
  if (typing !== null) {
    choose(held, false);
    root.line.value = typing;
    root.line.focus({ preventScroll: true });
  } else {
    choose((called && data.focus) || held || data.focus || first(), called);
    if (had || (called && data.focus && isFree())) take();
  }

  // Nobody else has the keyboard.
  function isFree() {
    const active = document.activeElement;
    return !active || active === document.body || active === parentElement.host;
  }

  function take() {
    root.line.focus({ preventScroll: true });
    root.line.select();
  }

  function make(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function line() {
    const made = make("div", "", "line");
    root.where = make("b", "", "where");
    root.line = make("input");
    root.line.type = "text";
    root.line.setAttribute("aria-label", data.words.content);
    root.line.placeholder = data.words.empty;
    root.line.onkeydown = pressed;
    root.line.onblur = () => root.drawing || commit();
    root.line.onpaste = pasted;
    made.append(root.where, root.line);
    return made;
  }

  function pressed(event) {
    const line = root.line;
    if (event.isComposing || event.keyCode === 229) return; // an input method is at work
    const whole = line.selectionStart === 0 && line.selectionEnd === line.value.length;
    if (event.key === "Enter") {
      const wrong = data.marks[root.dataset.at];
      commit();
      if (wrong) line.select(); // the page leads on
      else step("ArrowDown");
    } else if (event.key === "Escape") {
      line.value = root.before;
      line.select();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown" || (whole && event.key.startsWith("Arrow"))) {
      commit();
      step(event.key);
    } else return;
    event.preventDefault();
  }

  function pane() {
    root.pane = make("div", "", "pane");
    const table = make("table");
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", data.sheet);
    const head = table.createTHead().insertRow();
    head.append(make("th", ""));
    for (const letter of data.columns) head.append(make("th", letter));
    const body = table.createTBody();
    let before = 0;
    for (const row of data.rows) {
      const made = body.insertRow();
      if (before && row.number > before + 1) made.className = "gap";
      before = row.number;
      made.append(make("th", String(row.number)));
      for (const each of row.cells) made.append(cell(each));
    }
    root.pane.append(table);
    return root.pane;
  }

  function cell([name, text, columns, rows]) {
    const made = make("td", text);
    made.dataset.name = name;
    made.dataset.text = text;
    if (columns > 1) made.colSpan = columns;
    if (rows > 1) made.rowSpan = rows;
    const mark = data.marks[name];
    if (mark) made.classList.add(mark.level);
    if (data.mended.includes(name)) made.classList.add("mended");
    made.title = mark ? mark.words : text;
    made.setAttribute("role", "gridcell");
    if (mark) made.setAttribute("aria-label", `${name} ${text} ${mark.words}`);
    cells.set(name, made);
    return made;
  }

  function first() {
    return cells.keys().next().value;
  }

  function choose(name, look) {
    const target = cells.get(name) || cells.get(first());
    if (!target) return;
    for (const other of root.querySelectorAll("td.chosen")) other.classList.remove("chosen");
    target.classList.add("chosen");
    root.dataset.at = target.dataset.name;
    root.where.textContent = target.dataset.name;
    root.line.value = root.before = target.dataset.text;
    if (look) {
      const pane = root.pane.getBoundingClientRect(), box = target.getBoundingClientRect();
      if (box.top < pane.top + 30 || box.bottom > pane.bottom) root.pane.scrollTop += box.top - pane.top - pane.height / 2;
      if (box.left < pane.left + 45 || box.right > pane.right) root.pane.scrollLeft += box.left - pane.left - pane.width / 2;
    }
  }

  function show(name, text) {
    const target = cells.get(name);
    if (!target) return;
    target.textContent = target.dataset.text = text;
    target.classList.add("waiting");
  }

  function commit() {
    const text = root.line.value.trim();
    if (!cells.has(root.dataset.at) || root.line.value === root.before || text === root.before.trim()) return;
    root.before = root.line.value = text;
    send([[root.dataset.at, text]]);
  }

  function send(changed) {
    if (!changed.length) return;
    const number = (root.edits.at(-1)?.number ?? data.taken) + 1;
    root.edits = [...root.edits, { number: number, sheet: data.sheet, cells: changed }];
    for (const [name, text] of changed) show(name, text);
    setStateValue("edits", root.edits);
  }

  function place() {
    const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(root.dataset.at);
    return [data.columns.indexOf(letters), data.rows.findIndex((each) => each.number === +digits)];
  }

  function step(key) {
    const [right, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let [column, row] = place();
    do {
      column += right;
      row += down;
    } while (data.columns[column] && data.rows[row] && !cells.has(data.columns[column] + data.rows[row].number));
    if (data.columns[column] && data.rows[row]) choose(data.columns[column] + data.rows[row].number, true);
    take();
  }

  function pasted(event) {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [column, row] = place();
    const changed = [];
    text.split(/\r?\n/).forEach((each, down) => each.split("\t").forEach((content, right) => {
      const name = (data.columns[column + right] || "") + (data.rows[row + down]?.number ?? "");
      if (cells.has(name)) changed.push([name, content.trim()]);
    }));
    root.line.value = root.before = changed[0]?.[1] ?? root.before;
    send(changed);
  }

  root.onmousedown = (event) => {
    const target = event.target.closest?.("td");
    if (!target || event.button) return;
    event.preventDefault();
    commit();
    choose(target.dataset.name, false);
    take();
  };
  root.ondblclick = (event) => {
    if (event.target.closest?.("td")) root.line.setSelectionRange(root.line.value.length, root.line.value.length);
  };
}
