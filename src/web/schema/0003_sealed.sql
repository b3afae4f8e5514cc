-- Answers that were kept in clear, with the links in them, are forgotten; those of now on are sealed.
DELETE FROM done_request;
