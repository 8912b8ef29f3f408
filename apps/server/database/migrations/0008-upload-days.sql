-- The bytes of an upload are personal data and go some days after they were last needed; hash and counts stay.

alter table upload alter column content drop not null; -- null once deleted
alter table upload add column brought_at timestamptz; -- when the file was last brought; null for those from before: created_at
alter table upload add column deleted_at timestamptz;
create index issue_job_by_upload on issue_job (upload_id);
