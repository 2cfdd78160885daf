/** What a browser does at the sandbox's OIDC provider: follows redirects, keeps cookies, and chooses a person. */
export async function chooseAtProvider(signInUrl: string, account: string): Promise<URL> {
  const issuer = new URL(signInUrl).origin;
  const cookies = new Map<string, string>();
  let url = signInUrl;
  for (let steps = 0; steps < 10; steps++) {
    const isChoice = new URL(url).pathname.startsWith("/interaction/");
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(isChoice ? { method: "POST", body: new URLSearchParams({ account }) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (!location) throw new Error(`${response.status} ${url}\n${await response.text()}`);
    url = new URL(location, url).href;
    if (new URL(url).origin !== issuer) return new URL(url);
  }
  throw new Error("the provider redirects without end");
}
