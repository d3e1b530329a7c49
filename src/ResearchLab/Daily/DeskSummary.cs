namespace ResearchLab.Daily;

/// <summary>What a page says of the desk behind a decision: how often it recommended lately and what came of it.</summary>
/// <param name="Picker">Name of the picker.</param>
/// <param name="InForce">Whether it beat no trade inside the training window.</param>
/// <param name="Verdict">One sentence on the whole walk.</param>
/// <param name="LastYear">How often the desk recommended over the last year of its walk and what came of it.</param>
/// <param name="HasSkill">Whether similar past sessions have shown skill over the base rate.</param>
/// <param name="SkillPredictions">Matured predictions behind that.</param>
/// <param name="Skill">Their Brier skill; NaN without predictions.</param>
/// <param name="BreakEvenShift">Relative change of all modelled volatilities at which the walk's trades earn nothing; null where there is none.</param>
/// <param name="MostOften">Limits or worth that most often stood against a trade, with the sessions.</param>
/// <param name="Decided">Sessions decided in all.</param>
public sealed record DeskSummary(
    string Picker, bool InForce, string Verdict, string LastYear, bool HasSkill, int SkillPredictions, double Skill, double? BreakEvenShift,
    IReadOnlyList<KeyValuePair<string, int>> MostOften, int Decided)
{
    internal static DeskSummary Of(DeskModel desk) => new(
        Models.PickerKinds.Name(desk.Picker.Kind), desk.InForce, desk.Evaluation.Verdict, InWords(desk.Evaluation.Years), desk.Skill.HasSkill,
        desk.Skill.Predictions, desk.Skill.Skill, desk.Evaluation.BreakEvenShift, [.. desk.Evaluation.StoppedBy.Take(3)],
        desk.Evaluation.Years.Sum(year => year.Decided));

    private static string InWords(IReadOnlyList<DeskYear> years) => years.Count == 0
        ? "The desk has decided no session yet."
        : Invariant($"In {years[^1].Year}, out of sample, it recommended on {years[^1].Recommended} of {years[^1].Decided} sessions, ")
            + Invariant($"{years[^1].NotOpened} candidates were not opened; a walked account closed {years[^1].Trades:0} trades and made ")
            + Invariant($"{Basics.Display.Percent(years[^1].Return, 2)} above T-bills.");
}
