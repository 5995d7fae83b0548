#!lua flags=allow-oom
-- First part of every script but put: what ends, moves or removes jobs must work when memory is full.
