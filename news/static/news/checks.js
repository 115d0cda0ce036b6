// The panel of checks in a story's form: asks the server about what is typed, and has letters and spaces mended.
const panel = document.querySelector("[data-news-checks]");
const form = panel?.closest("form");

if (form) {
  const again = panel.querySelector("[data-news-checks-again]");
  const mend = panel.querySelector("[data-news-checks-mend]");
  const failed = panel.querySelector("[data-news-checks-failed]");
  again.hidden = false;
  mend.hidden = false;

  again.addEventListener("click", async () => {
    again.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(panel.dataset.newsChecks, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      panel.querySelector("[data-news-checks-findings]").innerHTML = await answer.text();
      failed.hidden = true;
    } catch {
      failed.hidden = false;
    } finally {
      again.removeAttribute("aria-busy");
    }
  });

  // A button of the type "submit" here would be the one that Enter in a field presses.
  mend.addEventListener("click", () => {
    const sender = document.createElement("button");
    sender.type = "submit";
    sender.formAction = mend.dataset.newsChecksMend;
    sender.formNoValidate = true;
    sender.hidden = true;
    form.append(sender);
    sender.click();
    sender.remove();
  });
}
