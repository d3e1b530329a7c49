namespace ResearchLab.Desk;

/// <summary>What a page says of the desk behind a decision: how often it recommended lately and what came of it.</summary>
/// <param name="Picker">Name of the picker.</param>
/// <param name="InForce">Whether it beat no trade inside the training window.</param>
/// <param name="Verdict">One sentence on the whole walk.</param>
/// <param name="Year">Last calendar year with decisions of the walk.</param>
/// <param name="HasSkill">Whether similar past sessions have shown skill over the base rate.</param>
/// <param name="SkillPredictions">Matured predictions behind that.</param>
/// <param name="Skill">Their Brier skill; NaN without predictions.</param>
/// <param name="BreakEvenShift">Relative change of all modelled volatilities at which the walk's trades earn nothing; null where there is none.</param>
/// <param name="MostOften">Limits or worth that most often stood against a trade, with the sessions.</param>
/// <param name="Decided">Sessions decided in all.</param>
public sealed record DeskSummary(
    string Picker, bool InForce, string Verdict, DeskYear? Year, bool HasSkill, int SkillPredictions, double Skill, double? BreakEvenShift,
    IReadOnlyList<KeyValuePair<string, int>> MostOften, int Decided)
{
    internal static DeskSummary Of(DeskModel desk) => new(
        Models.PickerKinds.Name(desk.Picker.Kind), desk.InForce, desk.Evaluation.Verdict, desk.Evaluation.Years.Count == 0 ? null : desk.Evaluation.Years[^1], desk.Skill.HasSkill,
        desk.Skill.Predictions, desk.Skill.Skill, desk.Evaluation.BreakEvenShift, [.. desk.Evaluation.StoppedBy.Take(3)], desk.Evaluation.Years.Sum(year => year.Decided));

    /// <summary>How often the desk recommended over the last year of its walk and what came of it.</summary>
    public string LastYear => Year is not { } year
        ? "The desk has decided no session yet."
        : $"In {year.Year}, out of sample, it recommended on {year.Recommended} of {year.Decided} sessions, {year.NotOpened} candidates were not opened; a walked account closed {year.Trades:0} trades and made {Columns.Display.Percent(year.Return, 2)} above T-bills.";
}
