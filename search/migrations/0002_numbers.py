"""Documents are numbered by length and kind, and their names are tokens too: all are made anew."""

from django.db import migrations, models

from search import engines


def remove(apps, schema_editor):
    engines.remove(schema_editor)
    apps.get_model("search", "Document").objects.all().delete()


def make(apps, schema_editor):
    engines.make(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.AddField(
            model_name="document",
            name="signed_tokens",
            field=models.TextField(
                default="",
                help_text="Each name as one token, and each token of the title, with a sign before it.",
                verbose_name="names as tokens",
            ),
        ),
        migrations.CreateModel(
            name="Trigram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=64, verbose_name="word")),
                ("letters", models.CharField(max_length=3, verbose_name="letters")),
            ],
            options={
                "verbose_name": "trigram",
                "verbose_name_plural": "trigrams",
                "default_permissions": (),
                "indexes": [models.Index(fields=["letters", "word"], name="words_by_trigram")],
                "constraints": [
                    models.UniqueConstraint(fields=("word", "letters"), name="trigram_once_per_word")
                ],
            },
        ),
        migrations.RunPython(make, remove),
    ]
