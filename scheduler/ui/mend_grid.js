// A sheet of a workbook as Excel shows it, with a line above in which the chosen cell is edited. Sends the state `edits`: those that
// the page has not answered yet, the latest last, each {number, cells: [[name, text], …]}; `data.taken` is the number of the last one
// answered, `data.focus` the cell to go to and `data.turn` the number of that wish.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".mend");
  root.edits = (root.edits || []).filter((each) => each.number > data.taken);
  const sameSheet = root.dataset.sheet === data.sheet;
  const scroll = sameSheet ? [root.pane?.scrollTop, root.pane?.scrollLeft] : [0, 0];
  const held = sameSheet ? root.dataset.at : "";
  const typing = sameSheet && parentElement.activeElement === root.line ? root.line.value : null;
  root.dataset.sheet = data.sheet;
  const called = root.dataset.turn !== String(data.turn);
  root.dataset.turn = String(data.turn);
  const cells = new Map();

  root.replaceChildren(line(), pane());
  root.pane.scrollTop = scroll[0] || 0;
  root.pane.scrollLeft = scroll[1] || 0;
  for (const edit of root.edits) for (const [name, text] of edit.cells) show(name, text);
  choose((called && data.focus) || held || data.focus || first(), called);
  if (typing !== null) root.line.value = typing;

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
    root.line.onkeydown = (event) => {
      if (event.key === "Enter") {
        commit();
        step("ArrowDown");
      } else if (event.key === "Escape") {
        root.line.value = cells.get(root.dataset.at)?.dataset.text ?? "";
        cells.get(root.dataset.at)?.focus({ preventScroll: true });
      } else return;
      event.preventDefault();
    };
    root.line.onblur = commit;
    made.append(root.where, root.line);
    return made;
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
    made.tabIndex = -1;
    cells.set(name, made);
    return made;
  }

  function first() {
    return cells.keys().next().value;
  }

  function choose(name, look) {
    const target = cells.get(name) || cells.get(first());
    if (!target) return;
    for (const other of root.querySelectorAll("td.chosen")) {
      other.classList.remove("chosen");
      other.tabIndex = -1;
    }
    target.classList.add("chosen");
    target.tabIndex = 0;
    root.dataset.at = target.dataset.name;
    root.where.textContent = target.dataset.name;
    root.line.value = target.dataset.text;
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
    const name = root.dataset.at, target = cells.get(name);
    if (!target || root.line.value.trim() === target.dataset.text.trim()) return;
    send([[name, root.line.value.trim()]]);
  }

  function send(changed) {
    if (!changed.length) return;
    const number = (root.edits.at(-1)?.number ?? data.taken) + 1;
    root.edits = [...root.edits, { number: number, sheet: data.sheet, cells: changed }];
    for (const [name, text] of changed) show(name, text);
    setStateValue("edits", root.edits);
  }

  function step(key) {
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Tab: [0, 1] };
    const move = moves[key];
    if (!move) return false;
    const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(root.dataset.at);
    let column = data.columns.indexOf(letters) + move[1], row = data.rows.findIndex((each) => each.number === +digits) + move[0];
    while (data.columns[column] && data.rows[row]) {
      const name = data.columns[column] + data.rows[row].number;
      if (cells.has(name)) {
        choose(name, true);
        cells.get(name).focus({ preventScroll: true });
        break;
      }
      column += move[1];
      row += move[0];
    }
    return true;
  }

  root.onmousedown = (event) => {
    const target = event.target.closest?.("td");
    if (!target) return;
    if (parentElement.activeElement === root.line) root.line.blur();
    choose(target.dataset.name, false);
  };
  root.ondblclick = (event) => {
    if (event.target.closest?.("td")) edit(null);
  };
  root.onkeydown = (event) => {
    const target = event.target.closest?.("td");
    if (!target || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === "F2") edit(null);
    else if (event.key === "Delete" || event.key === "Backspace") send(target.dataset.text ? [[target.dataset.name, ""]] : []);
    else if (event.key.length === 1) edit(event.key);
    else if (!step(event.key)) return;
    event.preventDefault();
  };
  root.onpaste = (event) => {
    if (!event.target.closest?.("td")) return;
    event.preventDefault();
    const lines = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/).map((each) => each.split("\t"));
    const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(root.dataset.at);
    const column = data.columns.indexOf(letters), row = data.rows.findIndex((each) => each.number === +digits);
    const changed = [];
    lines.forEach((texts, down) => texts.forEach((text, right) => {
      const name = (data.columns[column + right] || "") + (data.rows[row + down]?.number ?? "");
      if (cells.has(name)) changed.push([name, text.trim()]);
    }));
    send(changed);
  };

  function edit(letter) {
    if (letter !== null) root.line.value = letter;
    root.line.focus();
    const end = root.line.value.length;
    root.line.setSelectionRange(letter === null ? 0 : end, end);
  }
}
