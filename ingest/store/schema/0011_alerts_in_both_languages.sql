-- Alerts tell themselves in both languages; those of before in the words that they had.
ALTER TABLE alerts ADD COLUMN IF NOT EXISTS title_en String DEFAULT title AFTER title;
