#!/bin/bash
# Start of the read replica: copy the primary once, then follow it.
set -euo pipefail

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    # a copy that was interrupted is begun anew; the slot keeps the primary's log until this replica has it
    find "$PGDATA" -mindepth 1 -delete
    for slot in --create-slot ""; do
        # shellcheck disable=SC2086  (an empty word must vanish: the slot may exist from an earlier try)
        pg_basebackup --host=db --username=replicator --pgdata="$PGDATA" --wal-method=stream --checkpoint=fast \
            --write-recovery-conf --slot=replica $slot && break
        find "$PGDATA" -mindepth 1 -delete
    done
    chmod 0700 "$PGDATA"
fi
# hot_standby_feedback: a long report on the replica isn't cut off by the primary's clean-up
exec postgres -c max_connections=300 -c shared_buffers=512MB -c hot_standby_feedback=on
