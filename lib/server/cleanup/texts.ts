import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  wantedByOther: "Another Gateway asks for the host now.",
  heirless: "The Gateway that the records go to doesn’t ask for the host any more, or may not.",
  stopped: "The cleanup of {host} stopped.",
  gatewaysNotListed: "The API server doesn’t list the Gateways.",
  deleted: "The Gateway {gateway} was deleted.",
  hostRemoved: "The Gateway {gateway} no longer asks for this host.",
  missed: "The Gateway {gateway} was deleted or gave up this host while Lamia wasn’t running.",
  outlived: "The Gateway {gateway} gave up this host while Lamia was still working on it.",
  unnamedInGateway: "A record belongs to the Gateway {gateway}, which doesn’t have this host.",
  unwantedSecrets: "Lamia has Secrets for this host, but no Gateway asks for it.",
  begun:
    "{reason} Lamia removes the records and Secrets of {host} at {time} UTC, unless a Gateway asks for the host again or you keep them.",
  withdrawn: "A Gateway asks for {host} again, so its cleanup was canceled.",
  kept: "The records and Secrets of {host} stay, and Lamia no longer looks after them.",
  confirmed: "You confirmed the cleanup of {host}.",
  done: "Lamia removed the records and Secrets of {host}.",
  leftByHand:
    "Lamia removed the Secrets of {host}. Its records are still in DNS, where you entered them by hand. If nothing else uses them, delete them at your DNS provider: {records}.",
  leftByHandTitle: "You can delete the records of {host}",
  notRevoked:
    "{host} is gone, but certificate {serial}, which a user wanted revoked, stays valid until it expires. {why}",
  notRevokedTitle: "The certificate of {host} wasn’t revoked",
  revokeYourself:
    "If its key may be known, revoke the certificate at the CA: its serial number is enough on most CAs’ websites, and their support takes reports of known keys.",
  paused:
    "Many hosts disappeared within ten minutes, so Lamia doesn’t remove anything of theirs yet: {hosts}.",
  pausedMore:
    "Many hosts disappeared within ten minutes, so Lamia doesn’t remove anything of theirs yet: {hosts}, and {count} more.",
  confirmOrKeep: "On the Cleanups page, confirm the cleanup or keep the hosts.",
  pausedTitle: "Many hosts disappeared: their cleanup waits for you",
  clusterUnseen: "Lamia can’t see the Gateways of the cluster at the moment.",
  existenceUnknown: "The API server doesn’t say whether the Gateway {namespace}/{name} still exists.",
  finalizerHolds: "The Gateway is being deleted, but a finalizer still holds it.",
  notConfirmedGone:
    "The API server lists no Gateway for the host, but hasn’t confirmed that the known one is gone.",
});
