-- Messages are counted on the day on which they left: all days anew, by the job.
DELETE FROM effect_count WHERE what IN ('sms', 'mail');
