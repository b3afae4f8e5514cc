-- With what the rooms of an establishment's visits by video begin: a name that cannot be guessed follows.
CREATE TABLE video_site (
	organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organization (id),
	base TEXT NOT NULL
);
