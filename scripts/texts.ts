import { allMessages } from "./checks/catalogues";

/** `npm run texts`: every text that the panel shows, by room; arguments filter for texts that contain them. */
const words = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = allMessages().filter(({ message }) =>
  words.every((word) => message.toLowerCase().includes(word)),
);
for (const [room, messages] of Map.groupBy(chosen, (each) => each.room)) {
  console.log(`\n${room}`);
  for (const { key, message } of messages) console.log(`  ${key}: ${message}`);
}
console.log(`\n${chosen.length} texts`);
