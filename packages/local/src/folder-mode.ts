/** Permissions of new folders below those of the umask: not everybody can put files into them where the umask is 0, as in some containers. */
export const folderMode = 0o775;
