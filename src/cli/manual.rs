//! The manual: one page, every command and every flag on it.

use clap::Command;
use clap_mangen::Man;

use super::examples;
use crate::error::{Error, Result};

/// The page, as roff.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn page() -> Result<Vec<u8>> {
    let fault =
        |cause: std::io::Error| Error::bug("the manual page cannot be written").because(cause);
    let mut program = examples::command();
    program.build();
    let mut page = Vec::new();
    let whole = Man::new(program.clone());
    whole.render_title(&mut page).map_err(fault)?;
    whole.render_name_section(&mut page).map_err(fault)?;
    whole.render_synopsis_section(&mut page).map_err(fault)?;
    whole.render_description_section(&mut page).map_err(fault)?;
    whole.render_options_section(&mut page).map_err(fault)?;
    page.extend_from_slice(b".SH COMMANDS\n");
    commands(&program, "recordroom", &mut page).map_err(fault)?;
    Ok(page)
}

/// Each command below `above`, its own commands behind it.
fn commands(above: &Command, path: &str, page: &mut Vec<u8>) -> std::io::Result<()> {
    for command in above.get_subcommands() {
        if command.get_name() == "help" || command.is_hide_set() {
            continue;
        }
        let path = format!("{path} {}", command.get_name());
        page.extend_from_slice(format!(".SS \"{path}\"\n").as_bytes());
        if let Some(about) = command.get_about() {
            page.extend_from_slice(format!("{}\n.PP\n", roff(&about.to_string())).as_bytes());
        }
        let own = Man::new(command.clone().bin_name(path.clone()));
        let mut parts = Vec::new();
        own.render_synopsis_section(&mut parts)?;
        if command.get_opts().next().is_some() || command.get_positionals().next().is_some() {
            own.render_options_section(&mut parts)?;
        }
        page.extend_from_slice(&below(&parts));
        if let Some(after) = command.get_after_help() {
            page.extend_from_slice(below_options(&after.to_string()).as_bytes());
        }
        commands(command, &path, page)?;
    }
    Ok(())
}

/// What stands below the options: sentences are filled to the page, and lines that are set in stand as they are.
fn below_options(text: &str) -> String {
    let mut out = ".PP\n".to_owned();
    let mut filled = true;
    for line in text.lines() {
        let fills = !line.starts_with(' ');
        if fills != filled {
            out.push_str(if fills { ".fi\n" } else { ".nf\n" });
            filled = fills;
        }
        match line {
            "" => out.push_str(".PP\n"),
            _ => out.push_str(&format!("{}\n", roff(line))),
        }
    }
    if !filled {
        out.push_str(".fi\n");
    }
    out
}

/// Headings of a page of its own as paragraphs in bold.
fn below(parts: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(parts);
    let lines = text.lines().map(|line| match line.strip_prefix(".SH ") {
        Some(heading) => format!(".PP\n\\fB{heading}\\fR\n.br\n"),
        None => format!("{line}\n"),
    });
    lines.collect::<String>().into_bytes()
}

/// A line of words as roff takes it: nothing in it is a command.
fn roff(line: &str) -> String {
    let escaped = line.replace('\\', "\\e").replace('-', "\\-");
    if escaped.starts_with(['.', '\'']) {
        format!("\\&{escaped}")
    } else {
        escaped
    }
}
