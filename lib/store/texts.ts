import { catalogue } from "@/lib/text/catalogue";

/** Messages about the database. */
export const texts = catalogue({
  noAnswer: "The database doesn’t answer.",
  cannotWrite: "The database can’t write: its disk is full or failing.",
  freeSpace: "Free up disk space for the database. Lamia then catches up by itself.",

  // A folder of its own
  folderInUse: "The database folder is in use by process {pid} (lock file {file}).",
  unknownProcess: "unknown",
  stopOther: "Stop the other process, set another LAMIA_HOME, or have both use PostgreSQL (DATABASE_URL).",
  folderReadOnly: "Lamia can’t write to the folder {folder}.",
  setHome: "Set LAMIA_HOME to a folder that this process can write to.",
  diskFull: "The disk of {folder} is full: {free} MiB are free, but Lamia needs {needed} MiB.",
  makeRoom: "Free up space, or set LAMIA_HOME to a folder on another disk. Lamia then catches up by itself.",
  incomplete: "The database in {folder} is incomplete: the file PG_VERSION is missing.",
  damaged: "The database in {folder} is damaged and can’t be opened.",
  notOpened: "The database in {folder} can’t be opened.",
  startAgain:
    "Stop Lamia, delete {folder}, and start Lamia again. It reads everything back from the cluster.",

  // PostgreSQL
  refusedUser: "PostgreSQL at {where} refused the user or the password.",
  correctUser: "Correct the user and password in DATABASE_URL.",
  noDatabase: "PostgreSQL at {where} has no database with this name.",
  createDatabase: "Create the database, or correct its name in DATABASE_URL.",
  postgresSilent: "PostgreSQL at {where} doesn’t answer.",
  checkServer: "Check that the server runs and that its address in DATABASE_URL is right.",
  addressInUrl: "the address in DATABASE_URL",

  // Migrations
  noMigrations: "Lamia can’t read the migrations in {folder}.",
  startInFolder: "Start Lamia in its own folder, which contains prisma/migrations.",
  migrationFailed: "Lamia couldn’t update the database: migration {name} failed.",
  seeLog: "Nothing was changed. See the log for the cause.",
  newerDatabase: "A newer version of Lamia wrote this database (it has {names}).",
  startNewer:
    "Start the newer version again, or give this one an empty database. Lamia fills it again from the cluster.",

  // Audit
  auditBusy: "The audit is busy: other processes keep adding entries.",
  notATime: "A time is written as in 2026-03-01T10:00:00Z.",

  // Pages of a list
  unknownCursor: "This cursor doesn’t come from a page of this list.",
  otherOrder: "The cursor belongs to sort={column} and order={direction}. Request the first page again.",

  // Backup
  nothingToBackUp: "Lamia has never used this database.",
  startOnce: "Set LAMIA_HOME or DATABASE_URL as for the panel.",
  backupHoldsSecrets: "It holds what only its owners may read, such as hashes of passwords.",
  giveBackupPassphrase: "Add --passphrase-file with a file that holds a passphrase.",
  noBackup: "The file isn’t a backup of Lamia.",
  backupDamaged: "The backup is incomplete or damaged.",
  chooseBackup: "Use a file that lamia backup has written.",
  backupEncrypted: "The backup is encrypted.",
  backupNotEncrypted:
    "You gave a passphrase, but the backup isn’t encrypted: it may not be the one that you made.",
  backupNotEncryptedRemedy:
    "Find out where the file comes from. If you made it without a passphrase, restore it without one.",
  backupNotOpened: "The passphrase is wrong, or the backup was changed.",
  rightPassphrase: "Use the passphrase with which the backup was made, or another backup.",
  backupNewer: "The backup is of a newer version of Lamia: this one doesn’t know {names}.",
  restoreWithNewer: "Restore it with that version or a newer one.",
  notEmpty: "The database isn’t empty: it has {rows, plural, one {# row} other {# rows}}.",
  replaceOrEmpty: "Restore into an empty database, or add --replace to remove what it holds.",
  databaseInUse:
    "{processes, plural, one {A process of Lamia uses} other {# processes of Lamia use}} the database.",
  stopFirst: "Stop the panel and all workers, restore, and start them again.",
  notRestored: "The rows of the backup don’t fit the tables. Nothing of it is in the database.",
  restoreAgain: "Use another backup. The database is empty now, and Lamia starts with it, too.",
});
