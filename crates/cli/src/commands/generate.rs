//! `landlord generate`, hidden: the files that the program writes about itself.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum as _};
use clap_complete::Shell;
use landlord_compute::{config::config_schema, spec::json_schema};
use serde_json::Value;

use crate::{
    cli::Cli,
    exit::{CODES, Exit},
    failure::{Failure, Result},
    output::Output,
};

/// `landlord generate`
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// Folder to write into, laid out as the repository is
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Generate {
    pub(crate) fn run(self, out: &mut Output) -> Result<Exit> {
        for (path, content) in files()? {
            let target = self.out.join(path);
            write(&target, &content).map_err(|error| {
                Failure::input(
                    format!("cannot write {}: {error}", target.display()),
                    "name another folder with --out",
                )
            })?;
            out.line(&target.display().to_string())?;
        }
        Ok(Exit::Success)
    }
}

fn write(target: &Path, content: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(target, content)
}

/// Every generated file by its path.
fn files() -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = vec![
        (PathBuf::from("docs/cli.md"), reference().into_bytes()),
        (PathBuf::from("schemas/spec.json"), json(&json_schema())?),
        (
            PathBuf::from("schemas/config.json"),
            json(&config_schema())?,
        ),
    ];
    for shell in Shell::value_variants() {
        let name = match shell {
            Shell::Bash => "landlord.bash",
            Shell::Elvish => "landlord.elv",
            Shell::Fish => "landlord.fish",
            Shell::PowerShell => "landlord.ps1",
            Shell::Zsh => "_landlord",
            _ => continue,
        };
        let path = PathBuf::from("completions").join(name);
        files.push((path, super::completions::script(*shell)));
    }
    let mut command = Cli::command();
    command.build();
    pages(&command, &mut files)?;
    Ok(files)
}

fn json(value: &Value) -> Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(value).map_err(std::io::Error::other)?;
    text.push(b'\n');
    Ok(text)
}

/// The man pages of a command and of those below it.
fn pages(command: &clap::Command, files: &mut Vec<(PathBuf, Vec<u8>)>) -> Result<()> {
    if command.is_hide_set() {
        return Ok(());
    }
    let name = command.get_display_name().unwrap_or(command.get_name());
    let path = PathBuf::from("man").join(format!("{name}.1"));
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone().name(name.to_owned()));
    man.render(&mut page)?;
    files.push((path, page));
    for each in command.get_subcommands() {
        pages(each, files)?;
    }
    Ok(())
}

/// The reference of every command, in Markdown.
fn reference() -> String {
    let mut command = Cli::command().term_width(100);
    command.build();
    let mut text = String::from("## Exit codes\n\n| code | meaning |\n|---|---|\n");
    let own: [(Exit, &str); 8] = [
        (Exit::Success, "done"),
        (
            Exit::Changes,
            "`plan --detailed-exitcode`: there are changes",
        ),
        (Exit::Partial, "some tenants are as wanted and some failed"),
        (Exit::NotIntact, "`audit verify`: the trail was changed"),
        (Exit::Usage, "the command line is wrong"),
        (Exit::Input, "a file that was named cannot be read"),
        (Exit::Output, "output cannot be written"),
        (Exit::Cancelled, "cancelled, by Ctrl-C as a rule"),
    ];
    let mut rows: Vec<(u8, String)> = own
        .iter()
        .map(|(exit, meaning)| (exit.code(), (*meaning).to_owned()))
        .collect();
    let kinds = CODES
        .iter()
        .filter(|(_, code)| *code != Exit::Cancelled.code());
    rows.extend(kinds.map(|(kind, code)| (*code, format!("error `{kind}`"))));
    rows.sort();
    for (code, meaning) in rows {
        add(&mut text, format_args!("| {code} | {meaning} |\n"));
    }
    text.push_str("\n## Commands\n");
    section(&command, &mut text);
    text
}

fn section(command: &clap::Command, text: &mut String) {
    if command.is_hide_set() {
        return;
    }
    let name = command.get_bin_name().unwrap_or(command.get_name());
    let help = help(command);
    add(
        text,
        format_args!("\n### `{name}`\n\n```text\n{}\n```\n", help.trim_end()),
    );
    for each in command.get_subcommands() {
        section(each, text);
    }
}

/// A command's long help; options of every command are described once, at the top.
fn help(command: &clap::Command) -> String {
    let name = command.get_bin_name().unwrap_or(command.get_name());
    let top = name == "landlord";
    let mut command = command.clone().term_width(100);
    if !top {
        command = command.mut_args(|arg| {
            let global = arg.is_global_set();
            arg.hide(global)
        });
    }
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    lines.join("\n")
}

fn add(text: &mut String, args: std::fmt::Arguments<'_>) {
    text.push_str(&args.to_string());
}
