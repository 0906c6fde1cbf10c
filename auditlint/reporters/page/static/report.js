// The page's script: jumps between findings and figures, what is known of a figure, filters, light and dark.
(function () {
  "use strict";
  const words = JSON.parse(document.getElementById("words").textContent);
  const say = (key, ...values) => words[key].replace(/\{(\d)\}/g, (_, n) => values[n]);
  const root = document.documentElement;
  const reports = new Map();

  // ---------------------------------------------------------------- reports
  // The relations of a report are only unpacked once somebody looks at it.
  function report(element) {
    const section = element && element.closest(".report");
    if (!section) return null;
    if (!reports.has(section)) reports.set(section, new Report(section));
    return reports.get(section);
  }

  class Report {
    constructor(section) {
      this.section = section;
      this.prefix = section.dataset.prefix;
      this.cards = Array.from(section.querySelectorAll(".card"));
      const data = section.querySelector("script.data");
      this.data = data ? JSON.parse(data.textContent) : { relations: [], findings: {}, reasons: {}, titles: {} };
      this.of = new Map();
      this.data.relations.forEach((relation, index) => {
        relation[4].forEach(([fact]) => {
          if (!this.of.has(fact)) this.of.set(fact, []);
          this.of.get(fact).push(index);
        });
      });
      this.reasons = new Map();
      Object.keys(this.data.reasons).forEach((why) => this.data.reasons[why].forEach((fact) => this.reasons.set(fact, why)));
      this.told = new Map();
      Object.keys(this.data.findings).forEach((number) => {
        this.data.findings[number].forEach((fact) => {
          if (!this.told.has(fact)) this.told.set(fact, []);
          this.told.get(fact).push(Number(number));
        });
      });
      this.lit = [];
      this.current = -1;
      this.stepped = {};
    }
    pieces(fact) { return this.section.querySelectorAll('.f[data-f="' + fact + '"]'); }
    figure(fact) { return document.getElementById(this.prefix + "f" + fact); }
    printed(fact) { return Array.from(this.pieces(fact), (e) => e.textContent).join("").trim(); }
    card(number) { return document.getElementById(this.prefix + "c" + number); }
    view(name) {
      this.section.dataset.view = name;
      this.section.querySelectorAll(".view").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.view === name)));
    }
    unlight() { this.lit.forEach((e) => e.classList.remove("on", "peer")); this.lit = []; }
    light(fact, name) { this.pieces(fact).forEach((e) => { e.classList.add(name); this.lit.push(e); }); }

    // a finding, and its figures in the text
    select(card, move) {
      this.unlight();
      const number = Number(card.dataset.number);
      (this.data.findings[number] || []).forEach((fact) => this.light(fact, "peer"));
      card.classList.add("on"); this.lit.push(card);
      this.current = this.cards.indexOf(card);
      const target = card.dataset.target && document.getElementById(card.dataset.target);
      if (target) { target.classList.add("on"); this.lit.push(target); }
      if (move === "text" && target) { this.view("text"); reach(target); }
      if (move === "list") { this.view("list"); if (card.hidden) this.clear(); reach(card, "nearest"); card.focus({ preventScroll: true }); }
    }
    // a figure, with those it is compared with
    compare(fact) {
      this.unlight();
      (this.of.get(fact) || []).forEach((i) => this.data.relations[i][4].forEach(([other]) => this.light(other, "peer")));
      this.light(fact, "on");
    }
    step(direction) {
      const shown = this.cards.filter((c) => !c.hidden);
      if (!shown.length) return;
      const at = shown.indexOf(this.cards[this.current]);
      const next = shown[at < 0 ? (direction > 0 ? 0 : shown.length - 1) : (at + direction + shown.length) % shown.length];
      this.select(next, "text");
      reach(next, "nearest");
      if (this.section.dataset.view === "list" || !narrow()) next.focus({ preventScroll: true });
    }
    clear() {
      const form = this.section.querySelector(".filters");
      if (form) { form.reset(); form.querySelectorAll(".toggle").forEach((b) => b.setAttribute("aria-pressed", "true")); this.filter(); }
    }
    filter() {
      const form = this.section.querySelector(".filters");
      const off = new Set(Array.from(form.querySelectorAll('.toggle[aria-pressed="false"]'), (b) => b.dataset.severity));
      const code = form.elements.rule ? form.elements.rule.value : "";
      const wanted = form.elements.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      this.cards.forEach((card) => {
        const text = card.textContent.toLowerCase();
        card.hidden = off.has(card.dataset.severity) || (code !== "" && card.dataset.code !== code) || !wanted.every((w) => text.includes(w));
        if (!card.hidden) shown += 1;
      });
      const all = shown === this.cards.length;
      this.section.querySelector(".shown").textContent = all ? "" : say("shown", shown, this.cards.length);
      this.section.querySelector(".nothing").hidden = shown > 0;
    }
  }

  const narrow = () => window.matchMedia("(max-width: 1023px)").matches;
  // What lies between is only laid out when it comes into sight, and moves what it leads to: far away is jumped to.
  function reach(element, block) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const far = Math.abs(element.getBoundingClientRect().top) > 2 * window.innerHeight;
    element.scrollIntoView({ block: block || "center", inline: "nearest", behavior: calm || far ? "instant" : "smooth" });
  }

  // ---------------------------------------------------------------- what is known of a figure
  const tip = document.createElement("div");
  tip.className = "tip"; tip.id = "tip"; tip.hidden = true; tip.setAttribute("role", "tooltip");
  document.body.append(tip);
  let pinned = null, over = null, waiting = 0;

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function known(one, fact, figure) {
    const relations = (one.of.get(fact) || []).map((i) => one.data.relations[i]);
    const firm = relations.filter((r) => r[2]);
    for (const state of ["conflict", "doubt", "accepted", "rounding"]) {
      if (figure.classList.contains(state)) {
        return say({ conflict: "conflict-said", doubt: "doubt-said", accepted: "accepted-figure", rounding: "rounding-said" }[state]);
      }
    }
    if (figure.classList.contains("proved")) return say("holds-n", firm.filter((r) => r[1] === "holds").length);
    if (figure.classList.contains("unchecked")) {
      const why = one.reasons.get(fact);
      return say("unchecked-said") + (why ? ": " + why : "");
    }
    return say("plain-said");
  }

  const MOST = 6;
  function fill(one, figure, pin) {
    const fact = Number(figure.dataset.f);
    tip.textContent = "";
    const what = element("p", undefined, "what");
    what.append(element("b", one.printed(fact)), element("span", known(one, fact, figure), "state"));
    tip.append(what);
    const order = { broken: 0, rounding: 1, holds: 2 };
    const relations = (one.of.get(fact) || []).map((i) => one.data.relations[i]).sort((a, b) => order[a[1]] - order[b[1]]);
    if (relations.length) {
      const list = element("ul");
      relations.slice(0, MOST).forEach(([code, verdict, , equation, terms]) => {
        const item = element("li", undefined, verdict);
        item.append(element("code", equation), element("span", say("verdict." + verdict) + " · " + (one.data.titles[code] || code)));
        if (pin) {
          const chips = element("div", undefined, "terms");
          terms.filter(([other]) => other !== fact).slice(0, 12).forEach(([other, label]) => {
            const chip = element("button", (label ? label + " " : "") + one.printed(other));
            chip.type = "button"; chip.dataset.do = "figure"; chip.dataset.figure = other;
            chips.append(chip);
          });
          item.append(chips);
        }
        list.append(item);
      });
      if (relations.length > MOST) list.append(element("li", say("more", relations.length - MOST)));
      tip.append(list);
    }
    if (pin) {
      const acts = element("div", undefined, "acts");
      (one.told.get(fact) || []).slice(0, 4).forEach((number) => {
        const go = element("button", say("goto", number));
        go.type = "button"; go.dataset.do = "finding"; go.dataset.number = number;
        acts.append(go);
      });
      const shut = element("button", say("close"));
      shut.type = "button"; shut.dataset.do = "close";
      acts.append(shut);
      tip.append(acts);
    }
  }

  function show(figure, pin) {
    const one = report(figure);
    if (!one) return;
    fill(one, figure, pin);
    tip.hidden = false;
    tip.classList.toggle("pinned", pin);
    tip.setAttribute("role", pin ? "dialog" : "tooltip");
    tip.setAttribute("aria-label", figure.textContent);
    if (!pin) figure.setAttribute("aria-describedby", "tip");
    const box = figure.getClientRects()[0] || figure.getBoundingClientRect();
    const wide = tip.offsetWidth, tall = tip.offsetHeight;
    const paper = figure.closest(".papers").getBoundingClientRect();
    const left = Math.max(12, Math.min(box.left, root.clientWidth - wide - 12, Math.max(paper.right - wide, 12)));
    const above = box.bottom + tall + 12 > window.innerHeight && box.top > tall + 12;
    tip.style.left = left + window.scrollX + "px";
    tip.style.top = (above ? box.top - tall - 8 : box.bottom + 8) + window.scrollY + "px";
  }
  function hide() {
    tip.hidden = true;
    if (over) { over.removeAttribute("aria-describedby"); over = null; }
    pinned = null;
  }
  function pin(figure) {
    const one = report(figure);
    const fact = Number(figure.dataset.f);
    hide();
    pinned = figure; pinnedReport = one;
    one.compare(fact);
    const numbers = one.told.get(fact) || [];
    const card = numbers.length ? one.card(numbers[0]) : null;
    if (card) {
      if (card.hidden) one.clear();
      card.classList.add("on"); one.lit.push(card); one.current = one.cards.indexOf(card);
      if (!narrow()) inside(card);
    }
    show(figure, true);
  }
  let pinnedReport = null;
  // scroll the list alone, so that the text stays where it is
  function inside(card) {
    const list = card.parentElement;
    const top = card.offsetTop - list.offsetTop;
    if (top < list.scrollTop || top + card.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTo({ top: top - 8, behavior: "smooth" });
  }

  // ---------------------------------------------------------------- hands
  document.addEventListener("mouseover", (event) => {
    if (pinned || !(event.target instanceof Element)) return;
    const figure = event.target.closest(".f");
    if (figure === over) return;
    clearTimeout(waiting);
    if (over) hide();
    if (figure) { over = figure; waiting = setTimeout(() => { if (over === figure && !pinned) show(figure, false); }, 90); }
  });
  document.addEventListener("focusin", (event) => {
    const figure = event.target.closest(".f");
    if (!figure || pinned || !figure.matches(":focus-visible")) return;
    if (over && over !== figure) hide();
    over = figure;
    show(figure, false);
  });
  document.addEventListener("focusout", (event) => { if (event.target === over && !pinned) hide(); });

  document.addEventListener("click", (event) => {
    const target = event.target;
    const act = target.closest("[data-do]");
    if (act && doing[act.dataset.do]) { doing[act.dataset.do](act, event); return; }
    if (target.closest(".tip")) return;
    const figure = target.closest(".f");
    if (figure) { if (pinned === figure) hide(); else pin(figure); return; }
    const mark = target.closest(".m");
    if (mark) { const one = report(mark); one.select(one.card(mark.dataset.m), "list"); return; }
    if (pinned) hide();
    const jump = target.closest("a.jump");
    if (jump) {
      const one = report(jump);
      const place = document.getElementById(decodeURIComponent(jump.hash.slice(1)));
      const card = jump.closest(".card");
      if (!place) return;
      event.preventDefault();
      one.select(card, "");
      one.view("text");
      place.classList.add("on"); one.lit.push(place);
      reach(place);
      focusable(place).focus({ preventScroll: true });
      return;
    }
    if (target.closest("a, button, summary, input, select, textarea, label, form, dialog")) return;
    const card = target.closest(".card");
    if (card && !String(window.getSelection())) report(card).select(card, "text");
  });

  function focusable(place) {
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    return place;
  }

  const doing = {
    theme: () => {
      const next = { "": "light", light: "dark", dark: "" }[root.dataset.theme || ""];
      theme(next);
      keep(next);
    },
    print: () => window.print(),
    view: (button) => { hide(); report(button).view(button.dataset.view); },
    severity: (button) => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      report(button).filter();
    },
    step: (button, event) => {
      const one = report(button), state = button.dataset.state;
      const figures = one.section.querySelectorAll(".f." + state + "[id]");
      if (!figures.length) return;
      const at = one.stepped[state] === undefined ? -1 : one.stepped[state];
      const next = (at + (event.shiftKey ? -1 : 1) + figures.length) % figures.length;
      one.stepped[state] = next;
      one.view("text");
      one.unlight();
      one.light(Number(figures[next].dataset.f), "on");
      reach(figures[next]);
      focusable(figures[next]).focus({ preventScroll: true });
    },
    figure: (button) => {
      const figure = pinnedReport.figure(button.dataset.figure);
      if (!figure) return;
      reach(figure);
      setTimeout(() => pin(figure), 350);
    },
    finding: (button) => { const one = pinnedReport; hide(); one.select(one.card(button.dataset.number), "list"); },
    close: () => { const figure = pinned; hide(); if (figure) focusable(figure).focus({ preventScroll: true }); },
  };

  document.addEventListener("input", (event) => {
    if (event.target.closest(".filters")) report(event.target).filter();
    if (event.target.id === "index-search" || event.target.id === "index-open") sift();
  });
  document.addEventListener("submit", (event) => { if (event.target.closest(".filters")) event.preventDefault(); });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { if (!tip.hidden) doing.close(); return; }
    if (event.target.closest("input, select, textarea, dialog")) return;
    const figure = event.target.closest(".f, .m");
    if (figure) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); figure.click(); return; }
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        const every = Array.from(report(figure).section.querySelectorAll(".f[id]"));
        const next = every[every.indexOf(report(figure).figure(figure.dataset.f) || figure) + (event.key === "ArrowRight" ? 1 : -1)];
        if (next) { event.preventDefault(); hide(); focusable(next).focus(); }
        return;
      }
    }
    const card = event.target.closest(".card");
    if (card && event.target === card && event.key === "Enter") { report(card).select(card, "text"); return; }
    if (event.key === "n" || event.key === "p") {
      const one = report(event.target) || report(opened());
      if (one) one.step(event.key === "n" ? 1 : -1);
    }
  });
  window.addEventListener("resize", () => { if (!tip.hidden) hide(); });

  // ---------------------------------------------------------------- light and dark
  function theme(name) {
    if (name) root.dataset.theme = name; else delete root.dataset.theme;
    document.querySelectorAll('[data-do="theme"]').forEach((button) => {
      const said = say("theme-" + (name || "auto"));
      button.querySelector(".said").textContent = said;
      button.setAttribute("aria-label", say("theme") + ": " + said);
    });
  }
  // a page opened from a folder may have no storage
  function keep(name) { try { localStorage.setItem("auditlint-theme", name); } catch (error) { return; } }
  function kept() { try { return localStorage.getItem("auditlint-theme") || ""; } catch (error) { return ""; } }
  theme(["light", "dark"].includes(kept()) ? kept() : "");
  document.querySelectorAll('[data-do="print"]').forEach((b) => b.setAttribute("aria-label", b.textContent.trim()));

  // ---------------------------------------------------------------- many reports
  function opened() { return document.querySelector(".report.open") || (document.getElementById("index") ? null : document.querySelector(".report")); }
  function route() {
    const index = document.getElementById("index");
    const first = document.querySelector(".report");
    document.querySelectorAll(".report").forEach((s) => { if (!s.dataset.view) s.dataset.view = "list"; });
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const section = target ? target.closest(".report") : index ? null : first;
    document.querySelectorAll(".report.open").forEach((s) => s.classList.remove("open"));
    if (section) section.classList.add("open");
    if (index) {
      index.classList.toggle("shut", section !== null);
      if (section && target === section) window.scrollTo(0, 0);
    }
    if (section && target && target !== section) {
      section.dataset.view === "list" && target.closest(".papers") && report(section).view("text");
      target.scrollIntoView({ block: "center" });
    }
  }
  function sift() {
    const wanted = document.getElementById("index-search").value.trim().toLowerCase();
    const only = document.getElementById("index-open").checked;
    document.querySelectorAll(".list tbody tr").forEach((row) => {
      row.hidden = !row.dataset.name.toLowerCase().includes(wanted) || (only && row.dataset.open === "0");
    });
  }
  window.addEventListener("hashchange", route);
  route();
  window.auditlint = { report, say, reach };
})();
