-- The role that has every right, from the first day; '*' stands for all.
insert into roles (name, permissions, sections) values ('sysadmin', '{*}', '{*}');
