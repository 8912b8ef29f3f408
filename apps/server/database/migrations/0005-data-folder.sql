-- Which data folder this database belongs to. The log's files lie there: the same database beside
-- another folder would sign a second history under the same key.

create table data_folder (
  id text primary key check (id = 'node'), -- one row: a node has one folder
  folder_id text not null
);
