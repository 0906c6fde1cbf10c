// The local page's script: uploads, progress, decisions; what a report shows is the work of report.js.
(function () {
  "use strict";
  const words = JSON.parse(document.getElementById("words").textContent);
  const say = (key, ...values) => words["web." + key].replace(/\{(\d)\}/g, (_, n) => values[n]);
  const english = document.documentElement.lang === "en";
  const toast = document.querySelector(".toast");
  let hiding = 0;

  function tell(text) {
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(hiding);
    hiding = setTimeout(() => { toast.hidden = true; }, 6000);
  }
  function trouble(answer) {
    const error = answer && answer.error;
    tell(error ? (english ? error.message_en : error.message) : say("offline"));
  }
  async function post(path, body) {
    try {
      const headers = { "X-CSRF-Token": words.csrf, "Content-Type": "application/json" };
      const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body || {}) });
      const answer = await response.json();
      if (response.ok) return answer;
      trouble(answer);
    } catch (error) {
      trouble(null);
    }
    return null;
  }
  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  function button(text, act, job) {
    const made = element("button", text);
    made.type = "button";
    made.dataset.do = act;
    if (job) made.dataset.job = job;
    return made;
  }

  // ---------------------------------------------------------------- uploads
  class Upload {
    constructor(form) {
      this.form = form;
      this.files = [];
      this.list = form.querySelector(".files");
      this.status = form.querySelector(".sending");
      form.querySelector("input[type=file]").addEventListener("change", (event) => { this.add(event.target.files); event.target.value = ""; });
      form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    }
    async add(files) {
      for (const file of files) {
        if (!this.files.some((f) => f.file.name === file.name && f.file.size === file.size)) this.files.push({ file, role: "" });
      }
      if (!this.files.length) return;
      const asked = this.asked = [...this.files];
      const answer = this.form.dataset.previous ? null : await post("/roles", { names: asked.map((f) => f.file.name) });
      if (this.asked !== asked) return; // files came meanwhile: their answer is shown
      if (answer) asked.forEach((f, i) => { f.role = f.chosen || answer.roles[i]; });
      this.show();
    }
    show() {
      const apart = this.form.elements.apart;
      this.list.textContent = "";
      this.files.forEach((one, index) => {
        const item = element("li");
        const name = element("span", one.file.name);
        name.append(element("small", " " + size(one.file.size)));
        item.append(name);
        if (one.role && this.files.length > 1 && !(apart && apart.checked)) {
          const select = element("select");
          select.setAttribute("aria-label", say("role-of", one.file.name));
          words.roles.forEach((role) => {
            const option = element("option", say("role." + role));
            option.value = role;
            option.selected = role === one.role;
            select.append(option);
          });
          select.addEventListener("change", () => { one.role = one.chosen = select.value; });
          item.append(select);
        }
        const remove = element("button", say("remove"), "quiet");
        remove.type = "button";
        remove.setAttribute("aria-label", say("remove") + " " + one.file.name);
        remove.addEventListener("click", () => { this.files.splice(index, 1); this.show(); });
        item.append(remove);
        this.list.append(item);
      });
      this.form.querySelector(".chosen").hidden = !this.files.length;
      const check = this.form.querySelector(".apart");
      if (check) check.hidden = this.files.length < 2;
    }
    send() {
      if (this.files.reduce((sum, one) => sum + one.file.size, 0) > words.most) { tell(say("too-large")); return; }
      const data = new FormData();
      const apart = this.form.elements.apart;
      const told = this.files.every((one) => one.role) && !(apart && apart.checked); // else the server guesses
      this.files.forEach((one) => {
        data.append("file", one.file, one.file.name);
        if (told) data.append("role", one.role);
      });
      if (apart && apart.checked && this.files.length > 1) data.append("apart", "1");
      if (this.form.dataset.previous) data.append("previous", this.form.dataset.previous);
      const submit = this.form.querySelector("button[type=submit]");
      submit.disabled = true;
      const request = new XMLHttpRequest();
      request.open("POST", "/jobs");
      request.responseType = "json";
      request.setRequestHeader("X-CSRF-Token", words.csrf);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) this.status.textContent = say("sending", Math.floor(event.loaded * 100 / event.total));
      });
      request.addEventListener("load", () => {
        const answer = request.response;
        if (request.status === 201) location.assign(answer.jobs.length === 1 ? "/jobs/" + answer.jobs[0] : "/");
        else { submit.disabled = false; this.status.textContent = ""; trouble(answer); }
      });
      request.addEventListener("error", () => { submit.disabled = false; this.status.textContent = ""; trouble(null); });
      request.send(data);
    }
  }
  function size(bytes) {
    return bytes < 1048576 ? Math.max(Math.round(bytes / 1024), 1) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }
  const uploads = Array.from(document.querySelectorAll("form.upload"), (form) => new Upload(form));
  document.addEventListener("change", (event) => { if (event.target.name === "apart") uploads.forEach((u) => u.show()); });

  // anywhere on the page a file may be dropped
  let depth = 0;
  const holds = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
  document.addEventListener("dragenter", (event) => { if (holds(event)) { depth += 1; document.body.classList.add("over"); } });
  document.addEventListener("dragleave", () => { depth = Math.max(depth - 1, 0); if (!depth) document.body.classList.remove("over"); });
  document.addEventListener("dragover", (event) => { if (holds(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    depth = 0;
    document.body.classList.remove("over");
    if (uploads.length) { open(true); uploads[0].add(event.dataTransfer.files); }
  });

  // ---------------------------------------------------------------- progress
  const progress = document.querySelector(".progress[data-state]");
  const stages = ["queued", "reading", "checking", "writing"];
  async function follow() {
    let answer;
    try {
      const response = await fetch("/jobs/" + progress.dataset.job + "/state");
      if (response.status === 404) { location.assign("/"); return; }
      answer = await response.json();
    } catch (error) {
      trouble(null);
      setTimeout(follow, 3000);
      return;
    }
    if (answer.state !== "queued" && answer.state !== "running") { location.reload(); return; }
    const now = stages.indexOf(answer.state === "queued" ? "queued" : answer.stage || "reading");
    progress.querySelectorAll(".steps li").forEach((step, index) => {
      step.classList.toggle("past", index < now);
      step.classList.toggle("now", index === now);
      if (index === now) step.setAttribute("aria-current", "step"); else step.removeAttribute("aria-current");
    });
    setTimeout(follow, 400);
  }
  if (progress && ["queued", "running"].includes(progress.dataset.state)) follow();
  // a list with checks under way is shown anew when they may be done
  if (document.querySelector(".record.queued, .record.running")) setTimeout(() => { if (!uploads.some((u) => u.files.length)) location.reload(); }, 2500);

  // ---------------------------------------------------------------- decisions
  const holder = document.getElementById("job");
  const job = holder ? JSON.parse(holder.textContent) : null;
  const dialog = document.querySelector("dialog.accept");

  function decorate(card) {
    const said = job.decisions[card.dataset.fingerprint];
    card.querySelectorAll(".decide, .said-so, .flagged").forEach((e) => e.remove());
    card.classList.toggle("done", Boolean(said));
    card.classList.toggle("fixed", Boolean(said) && said[0] === "fixed");
    const row = element("div", undefined, "decide");
    if (said) {
      if (!(said[0] === "accepted" && card.querySelector(".reason"))) {
        const line = element("p", undefined, "said-so");
        line.append(element("b", say(said[0] === "fixed" ? "fixed" : "said")), said[0] === "fixed" ? "" : said[1] + (said[2] ? " —— " + said[2] : ""));
        card.append(line);
      }
      row.append(button(say("undo"), "undo"));
    } else {
      row.append(button(say("accept"), "accept"), button(say("fix"), "fix"));
    }
    card.append(row);
    const kind = card.querySelector(".kind .place");
    if (job.came.includes(card.dataset.fingerprint)) kind.append(" ", element("span", say("new"), "flagged"));
    else if (job.reopened[card.dataset.fingerprint] && !said) kind.append(" ", element("span", say("reopened." + job.reopened[card.dataset.fingerprint]), "flagged"));
    else if (job.still.includes(card.dataset.fingerprint) && !said) kind.append(" ", element("span", say("still"), "flagged"));
  }
  async function decide(card, state, reason, by, until) {
    const fingerprint = card.dataset.fingerprint;
    const answer = await post("/jobs/" + job.id + "/decisions", { fingerprint, state, reason, by, until });
    if (!answer) return;
    const shown = card.classList.contains("accepted");
    if (state) job.decisions[fingerprint] = [state, reason, by, until]; else delete job.decisions[fingerprint];
    // the page itself was made with this finding accepted, or its colours change with it
    if (shown && state === "") { location.reload(); return; }
    decorate(card);
    const next = card.querySelector(".decide button");
    if (next) next.focus({ preventScroll: true });
  }
  if (job) document.querySelectorAll(".card").forEach(decorate);

  let explaining = null;
  if (dialog) {
    dialog.addEventListener("close", () => {
      const fields = dialog.querySelector("form").elements;
      if (dialog.returnValue === "save" && explaining) {
        try { sessionStorage.setItem("auditlint-by", fields.by.value); } catch (error) { /* no storage, no memory */ }
        decide(explaining, "accepted", fields.reason.value.trim(), fields.by.value.trim(), fields.until.value);
      } else if (explaining) explaining.querySelector(".decide button").focus();
      explaining = null;
    });
  }

  function open(shown) {
    const place = document.getElementById("recheck");
    if (!place) return;
    place.hidden = !shown;
    document.querySelector('[data-do="recheck"]').setAttribute("aria-expanded", String(shown));
  }

  const doing = {
    language: () => { document.cookie = "auditlint_lang=" + (english ? "zh" : "en") + "; path=/; max-age=31536000; samesite=strict"; location.reload(); },
    quit: async () => { if (await post("/quit")) { document.getElementById("content").textContent = ""; tell(say("quit-done")); } },
    recheck: (act) => { const shown = act.getAttribute("aria-expanded") !== "true"; open(shown); if (shown) document.querySelector("#recheck input[type=file]").focus(); },
    again: async (act) => { if (await post("/jobs/" + act.dataset.job + "/again")) location.reload(); },
    delete: async (act) => {
      if (window.confirm(say("delete-sure")) && await post("/jobs/" + act.dataset.job + "/delete")) {
        if (act.dataset.home) location.assign("/"); else location.reload();
      }
    },
    "delete-all": async () => { if (window.confirm(say("delete-sure")) && await post("/jobs/delete")) location.reload(); },
    accept: (act) => {
      explaining = act.closest(".card");
      const fields = dialog.querySelector("form").elements;
      dialog.returnValue = "";
      fields.reason.value = "";
      fields.until.value = "";
      try { fields.by.value = sessionStorage.getItem("auditlint-by") || fields.by.value; } catch (error) { /* no storage, no memory */ }
      dialog.querySelector(".about").textContent = explaining.querySelector("h3").textContent + " " + explaining.querySelector(".kind .place").textContent;
      dialog.showModal();
      fields.reason.focus();
    },
    fix: (act) => decide(act.closest(".card"), "fixed", "", "", ""),
    undo: (act) => decide(act.closest(".card"), "", "", "", ""),
  };
  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]");
    if (act && doing[act.dataset.do]) doing[act.dataset.do](act);
  });
})();
