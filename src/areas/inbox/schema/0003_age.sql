-- What is past its time is erased by this.
CREATE INDEX inbox_message_at ON inbox_message (at);
