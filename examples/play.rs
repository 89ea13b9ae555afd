//! temp
fn main() -> anyhow::Result<()> {
    let inputs: Vec<_> = std::env::args().skip(1).map(|p| wordmine::project::source::Input::File(p.into())).collect();
    let inputs = if inputs.is_empty() { vec![wordmine::project::source::Input::Demo] } else { inputs };
    let launch = wordmine::tui::Launch { target: wordmine::tui::Target::Texts { inputs, project: None }, settings: Default::default(), folders: wordmine::project::paths::Folders::of_user()?, keys_toml: None, theme_toml: None, no_color: false, problems: vec![] };
    wordmine::tui::run(launch)?;
    Ok(())
}
