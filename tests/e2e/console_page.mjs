// Logs in to the console in Debian's Chromium and takes its picture: node console_page.mjs URL FILE.png [PATH]
// The password comes in BEDSIDE_PASSWORD, the user is "coordinator".
import { createRequire } from "node:module";
const require = createRequire(new URL("../support/node/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const [url, file, path = ""] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const problems = [];
try {
  // The demo's server certificate comes from its own study CA, which no browser knows.
  const page = await (await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 }, locale: "zh-CN" })).newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(url);
  await page.fill("input[name=user]", "coordinator");
  await page.fill("input[name=password]", process.env.BEDSIDE_PASSWORD);
  problems.length = 0; // a 401 before the login is no problem
  await Promise.all([page.waitForSelector("[data-ready]"), page.click("button[type=submit]")]);
  if (path) {
    await page.goto(new URL(path, url).href);
    await page.waitForSelector("[data-ready]");
  }
  await page.screenshot({ path: file, fullPage: true });
  console.log(await page.innerText("body"));
} finally {
  await browser.close();
}
if (problems.length > 0) {
  console.error(`console_page: the page reported ${problems.join("; ")}`);
  process.exit(1);
}
