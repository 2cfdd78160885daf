import type { AppPod, AppRequest, AppResponse, ShopVersion } from "./app";
import { podPage } from "./pod-page";
import { answerShop } from "./shop";

/** Answers as the app in the pod would: the Vamp Shop, or for any other image a page that names the pod. */
export function answerAs(pod: AppPod, request: AppRequest): AppResponse {
  const version = shopVersion(pod);
  return version === undefined ? podPage(pod, request) : answerShop(pod, version, request);
}

/** The shop's version by the image's tag, else by the version label; undefined for what is not the shop. */
export function shopVersion({ labels, image }: AppPod): ShopVersion | undefined {
  const [, name = "", tag = ""] = /([^/:]+)(?::([^/:]+))?$/.exec(image) ?? [];
  if (labels.app !== "shop" && !name.includes("shop")) return undefined;
  const major = /^v?(\d+)/.exec(tag)?.[1] ?? /(\d+)/.exec(labels.version ?? "")?.[1];
  return Number(major ?? 1) >= 2 ? "2.0" : "1.0";
}
