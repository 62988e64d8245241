// The table of rules. Sends the state `actions`: those that the page has not answered yet, the latest last, each
// {number, rule, what: "pick" | "enabled" | "level" | "weight", value}; `data.taken` is the number of the last one answered. Rows
// are kept while the page answers, so that no click falls between two drawings of the table.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".rules");
  const words = data.words;
  root.actions = (root.actions || []).filter((each) => each.number > data.taken);
  const shape = JSON.stringify([words, data.rows.map((row) => [row.rule, row.title, row.locked, row.levels])]);
  if (root.shape !== shape) {
    root.shape = shape;
    root.replaceChildren(table());
  }
  root.style.maxHeight = data.tall + "px";
  data.rows.forEach(show);

  function table() {
    const made = make("table");
    made.setAttribute("aria-label", words.table);
    const head = made.createTHead().insertRow();
    words.heads.forEach((text, at) => {
      const cell = make("th", text);
      cell.scope = "col";
      cell.title = words.titles[at];
      head.append(cell);
    });
    const body = made.createTBody();
    for (const row of data.rows) line(body.insertRow(), row);
    return made;
  }

  function line(made, row) {
    made.dataset.rule = row.rule;
    const box = field("input", "enabled", row);
    box.type = "checkbox";
    box.onchange = () => send(row.rule, "enabled", box.checked);
    const name = make("button", row.title, "name");
    name.type = "button";
    const naming = make("span", "", "naming");
    naming.append(name, make("small"));
    const weight = field("input", "weight", row);
    Object.assign(weight, { type: "number", min: 0, max: data.most, step: 1 });
    weight.onchange = () => {
      if (weight.value !== "" && weight.checkValidity()) send(row.rule, "weight", Number(weight.value));
      else weight.reportValidity();
    };
    weight.onblur = () => {
      if (weight.value === "" || !weight.checkValidity()) weight.value = weight.dataset.shown;
    };
    weight.onkeydown = (event) => event.key === "Enter" && weight.blur();
    const cells = [box, naming, level(row), weight, make("span", "", "cost"), make("span", "", "parameters")];
    for (const each of cells) made.insertCell().append(each);
    // The press counts: an answer to what was typed before may come before the release.
    made.onpointerdown = () => pick(row.rule);
    made.addEventListener("focusin", () => pick(row.rule));
  }

  function level(row) {
    if (row.levels.length < 2) return make("span", row.levels[0][1], "level");
    const made = field("select", "level", row);
    for (const [value, text] of row.levels) made.append(new Option(text, value));
    made.onchange = () => send(row.rule, "level", made.value);
    return made;
  }

  function field(name, what, row) {
    const made = make(name, "", what);
    made.setAttribute("aria-label", `${row.title} ${words[what]}`);
    return made;
  }

  function show(row) {
    const made = root.querySelector(`tr[data-rule="${row.rule}"]`);
    const waiting = Object.fromEntries(root.actions.filter((a) => a.rule === row.rule).map((a) => [a.what, a.value]));
    const enabled = waiting.enabled ?? row.enabled;
    const picks = root.actions.filter((a) => a.what === "pick");
    made.classList.toggle("picked", picks.length ? picks.at(-1).rule === row.rule : row.picked);
    made.classList.toggle("off", !enabled);
    made.classList.toggle("unsaved", row.unsaved);
    const box = made.querySelector("input.enabled");
    box.checked = enabled;
    box.disabled = row.locked;
    made.querySelector("small").textContent = row.unsaved ? words.unsaved : row.own ? words.own : "";
    const select = made.querySelector("select.level");
    if (select) select.value = waiting.level ?? row.level;
    if (select) select.disabled = !enabled;
    const weight = made.querySelector("input.weight");
    const shown = String(waiting.weight ?? row.weight ?? "");
    weight.hidden = row.weight === null;
    weight.disabled = !enabled;
    weight.dataset.shown = shown;
    if (parentElement.activeElement !== weight || weight.checkValidity() && "weight" in waiting) weight.value = shown;
    made.querySelector(".cost").textContent = row.cost ?? "";
    made.querySelector(".parameters").textContent = row.parameters;
    made.querySelector(".parameters").title = row.parameters;
  }

  function pick(rule) {
    const last = root.actions.filter((each) => each.what === "pick").at(-1)?.rule;
    const now = last ?? root.querySelector("tr.picked")?.dataset.rule;
    if (now === rule) return;
    send(rule, "pick", true);
    for (const each of root.querySelectorAll("tr[data-rule]")) each.classList.toggle("picked", each.dataset.rule === rule);
  }

  function send(rule, what, value) {
    const number = (root.actions.at(-1)?.number ?? Math.max(data.taken, root.last ?? 0)) + 1;
    root.last = number;
    root.actions = [...root.actions, { number, rule, what, value }];
    setStateValue("actions", root.actions);
  }

  function make(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
}
