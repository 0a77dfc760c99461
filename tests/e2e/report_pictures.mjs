// Takes a report as the screen shows it and as paper does: node report_pictures.mjs report.html FOLDER
import { createRequire } from "node:module";
import { resolve } from "node:path";
const require = createRequire(new URL("../support/node/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const [file, folder] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
const asked = [];
try {
  const page = await browser.newPage({ viewport: { width: 1140, height: 900 } });
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`file://${resolve(file)}`);
  await page.screenshot({ path: `${folder}/report.png`, fullPage: true });
  await page.pdf({ path: `${folder}/report.pdf`, preferCSSPageSize: true });
} finally {
  await browser.close();
}
if (asked.length !== 1) {
  console.error(`report_pictures: the report asked for ${asked.slice(1).join(", ")}`);
  process.exit(1);
}
