/** What tabs tell each other about a form that is open in several of them. */
interface FormMessage {
  form: string;
  from: string;
  says: "opened" | "here" | "left" | "saved";
}

export interface FormTabs {
  /** Whether another tab has the same form open. */
  isOpenElsewhere: boolean;
  /** Whether another tab has saved it since. */
  isSavedElsewhere: boolean;
}

type Channel = Pick<BroadcastChannel, "postMessage" | "close" | "onmessage">;

/**
 * Tells the user's other tabs that this form is open, and when it is saved, and receives the same from them. This
 * covers one browser only; the stream of changes reports other users.
 */
export function joinFormTabs(
  form: string,
  onChange: (tabs: FormTabs) => void,
  channel: Channel | null = typeof BroadcastChannel === "undefined"
    ? null
    : new BroadcastChannel("lamia-forms"),
) {
  const own = `${Date.now()}-${Math.random()}`;
  const others = new Set<string>();
  let isSavedElsewhere = false;
  const say = (says: FormMessage["says"]) => channel?.postMessage({ form, from: own, says });
  if (channel)
    channel.onmessage = ({ data }: MessageEvent<FormMessage>) => {
      if (data.form !== form || data.from === own) return;
      if (data.says === "opened") say("here");
      if (data.says === "saved") isSavedElsewhere = true;
      if (data.says === "left" || data.says === "saved") others.delete(data.from);
      else others.add(data.from);
      onChange({ isOpenElsewhere: others.size > 0, isSavedElsewhere });
    };
  say("opened");
  return {
    saved: () => say("saved"),
    leave: () => {
      say("left");
      channel?.close();
    },
  };
}
