import type { Page } from "@playwright/test";

/**
 * The page with the list as it stands, without its scripts, and with so many copies of its first row that nothing is
 * left to be made while it scrolls: what the browser alone needs to draw it.
 */
export async function stillCopy(page: Page, pixels: number): Promise<string> {
  return page.evaluate((length) => {
    const list = "[role=table] > [role=rowgroup]:last-child";
    const height = document.querySelector(`${list} > *`)?.getBoundingClientRect().height ?? 0;
    if (height === 0) throw new Error("There is no list on this page.");
    const copy = document.documentElement.cloneNode(true) as Element;
    for (const script of copy.querySelectorAll("script, link[rel=preload], link[as=script]")) script.remove();
    const base = document.createElement("base");
    base.href = location.origin;
    copy.querySelector("head")?.prepend(base);
    const rows = copy.querySelector(list);
    const first = rows?.firstElementChild;
    const copies = Array.from({ length: Math.ceil(length / height) }, (_, index) => {
      const row = first?.cloneNode(true) as HTMLElement;
      row.style.top = `${index * height}px`;
      return row;
    });
    rows?.replaceChildren(...copies);
    return `<!doctype html>${copy.outerHTML}`;
  }, pixels);
}
