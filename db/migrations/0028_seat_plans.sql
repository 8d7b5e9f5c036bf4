-- What a sign-in and a sign-out read is found by indexes, whatever the statistics say: two hundred licenses whose counters
-- move all the time are many more row versions. Their plans do not depend on the values, so they are made once.
alter function open_session(bigint, text, bytea, text, interval, interval, uuid) set enable_seqscan = off;--> statement-breakpoint
alter function open_session(bigint, text, bytea, text, interval, interval, uuid) set enable_hashjoin = off;--> statement-breakpoint
alter function close_session(bytea, uuid) set plan_cache_mode = force_generic_plan;--> statement-breakpoint
alter function free_seats(bigint[]) set plan_cache_mode = force_generic_plan;--> statement-breakpoint
alter function free_seats(bigint[]) set enable_seqscan = off;--> statement-breakpoint
alter function free_seats(bigint[]) set enable_hashjoin = off;
